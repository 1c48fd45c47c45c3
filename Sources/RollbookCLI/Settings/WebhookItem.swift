import Foundation

/// An element of `webhooks`, as the settings file has it.
struct WebhookItem: SettingsItem {
  let name: String?
  let url: String?
  let secretFile: String?
  let formerSecretFile: String?
  let from: String?
  let allowPrivate: Bool?

  func make() throws(SettingsItemProblem) -> WebhookSettings {
    guard let name, name.utf8.count <= 40, name.utf8.allSatisfy(Self.fits) else {
      let must = "be 1 to 40 small letters, digits and hyphens"
      throw SettingsItemProblem(key: "name", must: must)
    }
    guard let secretFile else {
      throw SettingsItemProblem(key: "secretFile", must: "name the file of the `whsec_` key")
    }
    return WebhookSettings(
      name: name,
      url: try address(),
      secretFile: secretFile,
      formerSecretFile: formerSecretFile,
      start: try start(),
      allowPrivate: allowPrivate ?? false
    )
  }

  static func identity(of made: WebhookSettings) -> (key: String, text: String) {
    ("name", made.name)
  }

  private static func fits(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-")
  }

  private func address() throws(SettingsItemProblem) -> String {
    let schemes = allowPrivate == true ? ["https", "http"] : ["https"]
    guard let url, let parts = URL(string: url), schemes.contains(parts.scheme ?? ""),
      parts.host()?.isEmpty == false, parts.query() == nil, parts.user() == nil,
      parts.fragment() == nil
    else {
      let must =
        "be an https address without a query or a password (http only with `allowPrivate: true`)"
      throw SettingsItemProblem(key: "url", must: must)
    }
    return url
  }

  private func start() throws(SettingsItemProblem) -> WebhookSettings.Start {
    guard let from, from != "now" else { return .now }
    guard let position = UInt64(from) else {
      throw SettingsItemProblem(key: "from", must: "be `now`, or the number of an entry")
    }
    return .after(position)
  }
}
