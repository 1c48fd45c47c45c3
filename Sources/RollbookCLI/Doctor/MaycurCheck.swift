import Maycur

/// The check of Maycur: whether it accepts our credentials.
struct MaycurCheck {
  let connection: SystemConnection

  /// The diagnosis; nil if the settings have nothing about Maycur, which is no fault.
  func diagnosis() async -> Diagnosis? {
    let settings = connection.settings
    let isSet =
      settings.maycurURL != nil || settings.maycurAppCode != nil || settings.maycurSecret != nil
    guard isSet else { return nil }
    do {
      let company = try await connection.withMaycur { try await $0.checkCredentials() }
      if let url = settings.maycurURL, url.hasPrefix("http://"), !url.hasPrefix("http://127.0.0.1")
      {
        return Diagnosis("maycur", .warn, "\(url) is not https: rows are sent in the clear.")
      }
      return Diagnosis("maycur", .ok, "Maycur gave a token for the company \(company).")
    } catch {
      return Diagnosis("maycur", failed: error)
    }
  }
}
