import Access
import OpenID

/// The section `signIn` of the settings: the providers by which people sign in to the pages.
struct SignInSettings: Sendable {
  /// A provider of OpenID Connect.
  struct OIDC: Sendable {
    let issuer: String
    let clientID: String
    let secret: SecretSource
  }

  /// The app of DingTalk by which people sign in.
  struct DingTalk: Sendable {
    let clientID: String
    let secret: SecretSource
    /// The company, if the ledger does not have it yet.
    let corpID: String?
  }

  let oidc: OIDC?
  let dingtalk: DingTalk?
  /// Whether every person of the roster may sign in by DingTalk, to see what is recorded of them.
  let letsSubjectsIn: Bool

  /// The ways that are set.
  var ways: [SignInWay] {
    (dingtalk == nil ? [] : [.dingtalk]) + (oidc == nil ? [] : [.oidc])
  }

  /// - Parameters:
  ///   - file: The section.
  ///   - place: Makes a path of the file absolute.
  /// - Throws: `SettingsError.badValue`.
  init(_ file: SettingsFile.SignIn, place: (String) -> String) throws(SettingsError) {
    if let given = try Self.client(file.oidc.clientId, file.oidc.clientSecretFile, "oidc", place) {
      guard let issuer = file.oidc.issuer, OpenIDConfiguration.isSafe(issuer),
        !issuer.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || "?#@".utf8.contains($0) })
      else {
        let problem = "must be an https address, as the provider names itself in its tokens"
        throw .badValue(source: "`signIn.oidc.issuer`", problem: problem)
      }
      oidc = OIDC(issuer: issuer, clientID: given.id, secret: given.secret)
    } else {
      guard file.oidc.issuer == nil else { throw Self.missing("oidc.clientId") }
      oidc = nil
    }
    let app = file.dingtalk
    if let given = try Self.client(app.clientId, app.clientSecretFile, "dingtalk", place) {
      dingtalk = DingTalk(clientID: given.id, secret: given.secret, corpID: app.corpId)
    } else {
      guard app.corpId == nil else { throw Self.missing("dingtalk.clientId") }
      dingtalk = nil
    }
    letsSubjectsIn = file.subjects ?? false
    if letsSubjectsIn, dingtalk == nil { throw Self.missing("dingtalk") }
  }

  private static func client(
    _ id: String?,
    _ file: String?,
    _ section: String,
    _ place: (String) -> String
  ) throws(SettingsError) -> (id: String, secret: SecretSource)? {
    switch (id, file) {
    case (nil, nil): return nil
    case (let id?, let file?): return (id, .file(path: place(file)))
    case (nil, _): throw missing("\(section).clientId")
    case (_, nil): throw missing("\(section).clientSecretFile")
    }
  }

  private static func missing(_ key: String) -> SettingsError {
    .badValue(source: "`signIn.\(key)`", problem: "must be given for people to sign in by it")
  }
}
