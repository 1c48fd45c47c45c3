import LedgerStorage
import RemoteAPI
import Webhooks

/// One webhook of the settings.
struct WebhookSettings: Hashable, Sendable {
  /// Where a webhook begins that was never delivered.
  enum Start: Hashable, Sendable {
    /// With what is recorded from now on.
    case now
    /// With what comes after an entry.
    case after(UInt64)
  }

  /// Its name: small letters, digits and hyphens, so that files can have it.
  let name: String
  /// Where it is posted.
  let url: String
  /// The file of its key.
  let secretFile: String
  /// The file of the key that is being replaced; nil if none is.
  let formerSecretFile: String?
  /// Where it begins.
  let start: Start
  /// Whether addresses of this machine and its networks may be called.
  let allowPrivate: Bool

  /// The same with other paths in place of its files.
  func movingFiles(_ place: (String) -> String) -> WebhookSettings {
    WebhookSettings(
      name: name,
      url: url,
      secretFile: place(secretFile),
      formerSecretFile: formerSecretFile.map(place),
      start: start,
      allowPrivate: allowPrivate
    )
  }

  /// The scheme, host and port of its address; the path may be known to the receiver alone.
  var server: String { Self.server(of: url) }

  /// The scheme, host and port of an address.
  static func server(of url: String) -> String {
    url.split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
  }

  /// The file that remembers how far it was delivered.
  ///
  /// - Parameter ledger: The path of the ledger.
  /// - Returns: The file, which need not be there.
  func file(beside ledger: String) -> SideFile<WebhookRecord> {
    SideFile(path: "\(ledger).webhook-\(name)")
  }

  /// Its keys, the new one first.
  ///
  /// - Throws: `SettingsError` if a file cannot be read, `WebhookError` if it holds no key.
  func keys() throws -> [WebhookKey] {
    try ([secretFile] + [formerSecretFile].compactMap { $0 }).map { path in
      try WebhookKey(try SecretSource.file(path: path).read(), of: name)
    }
  }
}
