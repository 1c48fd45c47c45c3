import RemoteAPI

/// The source of the app secret.
enum SecretSource: Sendable {
  /// In a variable, such as `ROLLBOOK_DINGTALK_APP_SECRET`.
  case environment(Secret)
  /// In a file of its own.
  case file(path: String)

  /// The secret.
  ///
  /// - Returns: The secret, without the line end that editors put after it.
  /// - Throws: `SettingsError` if the file cannot be read or is empty.
  func read() throws(SettingsError) -> Secret {
    switch self {
    case .environment(let secret): return secret
    case .file(let path):
      var bytes: [UInt8]
      do { bytes = try NamedFile.bytes(path) } catch {
        throw .secretUnreadable(path: path, reason: error.reason)
      }
      while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
      guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
        let reason = bytes.isEmpty ? "it is empty" : "it is not UTF-8 text"
        throw .secretUnreadable(path: path, reason: reason)
      }
      return Secret(text)
    }
  }
}
