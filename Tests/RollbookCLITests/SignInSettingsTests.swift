import Access
import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing

/// The settings of signing in: what cannot work is refused, with what to do.
@Suite struct SignInSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func gather(_ yaml: String) throws -> Settings {
    try Data(yaml.utf8).write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    return try Settings.gather(Settings.Flags(), environment: [:], folder: folder.url.path)
  }

  private static let url = "service: { publicURL: \"https://rollbook.example.cn\" }\n"
  private static let oidc =
    "signIn: { oidc: { issuer: \"https://login.example.cn\", clientId: r, clientSecretFile: s } }\n"
  private static let app = "signIn: { dingtalk: { clientId: d, clientSecretFile: s } }\n"

  @Test func `both providers are read, the files of their secrets beside the file`() throws {
    let none = try gather("zone: UTC")
    #expect(none.signIn.ways.isEmpty)
    try none.checkSignIn(company: nil)
    let settings = try gather(
      """
      service: { publicURL: "http://127.0.0.1:8443" }
      signIn:
        oidc: { issuer: "https://login.example.cn/realms/a", clientId: r, clientSecretFile: oidc }
        dingtalk: { clientId: ding, clientSecretFile: /etc/ding, corpId: ding1 }
      people:
        - { name: a, role: auditor, oidc: [x], users: [y] }
      """
    )
    #expect(settings.signIn.ways == [.dingtalk, .oidc])
    guard case .file(folder.path("oidc"))? = settings.signIn.oidc?.secret,
      case .file("/etc/ding")? = settings.signIn.dingtalk?.secret
    else {
      Issue.record("other files than those of the secrets")
      return
    }
    try settings.checkSignIn(company: nil)
    try settings.checkSignIn(company: "ding1")
    #expect(settings.dingTalkSignInURL == "https://login.dingtalk.com/oauth2/auth")
    let sandbox = try gather("dingtalk: { url: \"http://127.0.0.1:9\" }")
    #expect(sandbox.dingTalkSignInURL == "http://127.0.0.1:9/oauth2/auth")
  }

  @Test(arguments: [
    ("signIn: { oidc: { clientId: r, clientSecretFile: s } }", "`signIn.oidc.issuer`"),
    ("signIn: { oidc: { issuer: \"https://x.example\" } }", "`signIn.oidc.clientId`"),
    ("signIn: { oidc: { clientId: r } }", "`signIn.oidc.clientSecretFile`"),
    ("signIn: { oidc: { clientSecretFile: s } }", "`signIn.oidc.clientId`"),
    ("signIn: { dingtalk: { clientId: r } }", "`signIn.dingtalk.clientSecretFile`"),
    ("signIn: { dingtalk: { corpId: r } }", "`signIn.dingtalk.clientId`"),
    (oidc.replacing("https:", with: "http:"), "`signIn.oidc.issuer` must be an https address"),
    (oidc.replacing("example.cn", with: "example.cn/?a=b"), "`signIn.oidc.issuer`"),
    (oidc.replacing("login.", with: "a:b@login."), "`signIn.oidc.issuer`"),
  ])
  func `a part that is missing or wrong is named`(yaml: String, says: String) throws {
    let error = #expect(throws: SettingsError.self) { try gather(yaml) }
    #expect(error?.name == "settingInvalid")
    #expect(error?.message.hasPrefix(says) == true, "\(error?.message ?? "")")
  }

  @Test func `a service by which no person could sign in does not start`() async throws {
    let stage = try Stage()
    _ = await stage.run("init")
    try stage.write("x", to: "s")
    try stage.write(Self.oidc + Self.url, to: "rollbook.yaml")
    let run = await stage.run("serve", "--listen", "127.0.0.1:0")
    #expect(run.status == .badSettings)
    #expect(
      run.notes.contains("`people` must have a person") && run.notes.contains("settingInvalid")
    )
    let doctor = await stage.run("doctor", "--service", "--format", "json")
    #expect(doctor.result.contains("\"check\":\"signIn\",\"verdict\":\"fail\""))
  }

  private static let person = "people: [{ name: a, role: auditor, oidc: [x], users: [y] }]\n"

  @Test(arguments: [
    (oidc + person, nil, "`service.publicURL` must be the https address"),
    (oidc + person + url.replacing("https", with: "http"), nil, "`service.publicURL` must be"),
    (oidc + url, nil, "`people` must have a person with `role` and `oidc`"),
    (oidc + url + "people: [{ name: a, oidc: [x] }]", nil, "`people` must have a person"),
    (oidc + url + "people: [{ name: a, role: auditor, users: [x] }]", nil, "`people` must have"),
    (app + url + "people: [{ name: a, role: auditor, oidc: [x] }]", "c", "`people` must have"),
    (
      oidc + url + "people: [{ name: a, role: auditor, oidc: [x] }, { name: b, oidc: [x] }]", nil,
      "`people` has `x` twice under `oidc`"
    ),
    (app + url + person, nil, "`signIn.dingtalk.corpId` must be set until a first fetch"),
    (
      app.replacing("s } }", with: "s, corpId: ding1 } }") + url + person, "ding2",
      "`signIn.dingtalk.corpId` is another company than the ledger's, ding2"
    ),
    (oidc + url + person, nil, nil), (app + url + person, "c", nil),
  ])
  func `what lets no person in is refused before the service starts`(
    yaml: String,
    company: String?,
    says: String?
  ) throws {
    let settings = try gather(yaml)
    var message: String?
    do throws(SettingsError) {
      try settings.checkSignIn(company: company.map { Verbatim($0) })
    } catch { message = error.message }
    #expect((message == nil) == (says == nil), "\(message ?? "")")
    #expect(says.map { message?.hasPrefix($0) == true } ?? true, "\(message ?? "")")
  }
}
