import Foundation
import Ledger
import LedgerHistory
import NIOCore
import NIOHTTP1
import NIOPosix
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Signing in to the pages by a provider of OpenID Connect and by DingTalk, over real HTTP.
@Suite(.serialized) struct SignInTests {
  /// A service with both providers; the settings name Alice, the first user of the sandbox, the second
  /// by their job number, the third, who will leave, and one person who may not sign in.
  private struct Scene {
    let service: RunningService
    let provider: LoopbackProvider
    let sandbox: SandboxServer
    let company: Company
    var users: [Verbatim] { (0..<6).map { company.employees[$0].userid } }

    func browser() -> Browser { Browser(service) }

    /// Lets the sandbox, as a person who uses curl does.
    func sandbox(_ path: String) async throws {
      let answer = try await service.send(.POST, sandbox.baseURL + path)
      #expect(answer.status == 200, "\(answer.text)")
    }

    /// The sign-ins and refusals of the log, newest last, from an entry on.
    func log(after entry: Int64 = 0) async throws -> [JSON] {
      try await service.all("/api/v1/accesses").filter {
        $0["what"]?.text?.hasPrefix("signIn") == true && ($0["entry"]?.integer ?? 0) > entry
      }
    }

    func lastEntry() async throws -> Int64 { try await log().last?["entry"]?.integer ?? 0 }
  }

  private static func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    try await channel.close()
    return port
  }

  private func signingIn(
    letsSubjectsIn: Bool = false,
    _ body: (Scene) async throws -> Void
  ) async throws {
    var stage = try Stage()
    let company = Company(seed: 7, people: 12)
    let users = (0..<6).map { company.employees[$0].userid }
    let provider = try await LoopbackProvider(stage.timekeeper)
    let sandbox = try await SandboxServer.start(company: company, timekeeper: stage.timekeeper)
    try await sandbox.whileRunning { sandbox in
      for (name, value) in SandboxOffer.variables(of: sandbox) { stage.environment[name] = value }
      _ = await stage.run("init")
      #expect(await stage.run("fetch").status == .done)
      let ledger = try Ledger.open(at: stage.folder.path("rollbook.sqlite"))
      let number = try ledger.people(matching: users[1], system: .dingtalk)[0].jobNumber
      let port = try await Self.freePort()
      try stage.write("sandbox-secret\n", to: "secret")
      try stage.write(
        """
        service: { listen: "127.0.0.1:\(port)", publicURL: "http://127.0.0.1:\(port)" }
        signIn:
          subjects: \(letsSubjectsIn)
          oidc: { issuer: "\(provider.issuer)", clientId: rollbook, clientSecretFile: secret }
          dingtalk: { clientId: dingsandbox, clientSecretFile: secret }
        people:
          - { name: 王敏, role: auditor, oidc: [alice, "Min.Wang@example.cn"], users: ["\(users[4])"] }
          - { name: 李伟, role: administrator, users: ["\(users[0])"] }
          - { name: 周杰, role: analyst, users: ["\(number?.text ?? "")"] }
          - { name: 吴磊, role: auditor, users: ["\(users[2])"] }
          - { name: 郑爽, users: ["\(users[3])"], approves: [approver] }
        """,
        to: "rollbook.yaml"
      )
      try await RunningService.serve(stage, role: "auditor", listen: "127.0.0.1:\(port)") {
        try await body(
          Scene(service: $0, provider: provider, sandbox: sandbox, company: company)
        )
      }
    }
    try await provider.stop()
  }

  @Test func `people sign in by OpenID Connect`() async throws {
    try await signingIn { scene in
      try await Self.signsInOnce(scene)
      try await Self.mail(scene)
      try await Self.strangers(scene)
      try await Self.otherBrowsers(scene)
      try await Self.returnsToOwnPages(scene)
      try await Self.failures(scene)
      try await Self.tooMany(scene)
    }
  }

  @Test func `people sign in by DingTalk, and leavers are signed out`() async throws {
    try await signingIn { scene in
      try await Self.dingTalk(scene)
      try await Self.dingTalkRefusals(scene)
      try await Self.leavers(scene)
    }
  }

  @Test func `where it is set, everyone of the roster sees themself, and no other person`()
    async throws
  {
    try await signingIn(letsSubjectsIn: true) { scene in
      let browser = scene.browser()
      let (user, other) = (scene.users[5], scene.users[0])
      #expect(try await browser.signInByDingTalk(user.text).status == 303)
      let entry = try #require(try await scene.log().last)
      #expect(entry["role"]?.text == "subject")
      #expect(entry["actor"]?.text?.hasSuffix("\(user) (dingtalk)") == true)
      let own = try await browser.open("/me/record?format=json")
      let cells = try JSON(parsing: own.text)["items"]?.elements ?? []
      #expect(!cells.isEmpty && cells.allSatisfy { $0["user"]?.text == user.text })
      #expect(try await browser.open("/people/dingtalk/\(other)").status == 403)
      #expect(try await browser.open("/people/dingtalk/\(user)").status == 403)
      // Who is named without a role is not let in, and neither is a stranger.
      for refused in [scene.users[3].text, "stranger"] {
        scene.service.stage.timekeeper.advance(by: .seconds(61))
        let stranger = scene.browser()
        #expect(try await stranger.signInByDingTalk(refused).status == 403)
        try await stranger.close()
      }
      // Who has left is signed out by the fetch that shows it.
      try await scene.sandbox("/sandbox/leave?user=\(user)")
      #expect(await scene.service.stage.run("fetch").status == .done)
      #expect(try await browser.open("/me/record").status == 303)
      try await browser.close()
    }
  }

  // MARK: - OpenID Connect

  private static func signsInOnce(_ scene: Scene) async throws {
    let browser = scene.browser()
    let page = try await browser.open("/sign-in").text
    #expect(page.contains("href=\"/sign-in/oidc\"") && page.contains("href=\"/sign-in/dingtalk\""))
    // A session that another person planted is none of hers.
    browser.cookies["rollbook"] = String(repeating: "a", count: 64)
    let done = try await browser.signIn(by: scene.provider)
    #expect(done.status == 303 && done.headers["Location"] == ["/"], "\(done.text)")
    let cookie = done.headers["Set-Cookie"].first { $0.hasPrefix("rollbook=") } ?? ""
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
    #expect(browser.cookies["rollbook"] != String(repeating: "a", count: 64))
    #expect(browser.cookies["rollbook-sign-in"] == nil)
    let entry = try #require(try await scene.log().last)
    #expect(entry["what"]?.text == "signIn" && entry["actor"]?.text == "王敏 (oidc)")
    #expect(entry["role"]?.text == "auditor" && entry["query"]?.text == "way=oidc")
    #expect(entry["people"]?.integer == 0)
    // What she does bears her name and the entry of her sign-in.
    #expect(try await browser.open("/people/dingtalk/\(scene.users[0])").status == 200)
    let actor = "王敏 (oidc \(entry["entry"]?.integer ?? 0))"
    let looked = try await scene.service.all("/api/v1/accesses").filter {
      $0["actor"]?.text == actor
    }
    #expect(looked.contains { $0["user"]?.text == scene.users[0].text })
    #expect(try await browser.open("/me").text.contains("企业账号"))
    // The address with which she came back is good for nothing now, in any browser.
    let back = try #require(browser.last)
    #expect(try await browser.open(back).status == 400)
    #expect(try await browser.open("/me").status == 200)
    try await browser.close()
  }

  private static func mail(_ scene: Scene) async throws {
    scene.provider.change {
      $0.subject = "0815"
      $0.claims = ["email": "\"min.wang@example.cn\"", "email_verified": "true"]
    }
    let browser = scene.browser()
    #expect(try await browser.signIn(by: scene.provider).status == 303)
    // A subject that looks like an address is none.
    scene.provider.change {
      $0.subject = "Min.Wang@example.cn"
      $0.claims = [:]
    }
    let refused = try await browser.signIn(by: scene.provider)
    #expect(refused.status == 403 && refused.text.contains("personNotListed"))
    scene.provider.change { $0.subject = "alice" }
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    try await browser.close()
  }

  /// A person who is in no list is refused, once a minute on record.
  private static func strangers(_ scene: Scene) async throws {
    let before = try await scene.lastEntry()
    let browser = scene.browser()
    scene.provider.change { $0.subject = "mallory" }
    for _ in 0..<3 {
      let refused = try await browser.signIn(by: scene.provider)
      #expect(refused.status == 403 && refused.text.contains("您不在可登录人员之列"))
      #expect(browser.cookies["rollbook"] == nil)
    }
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    scene.provider.change { $0.claims = ["aud": "\"payroll\""] }
    let unproven = try await browser.signIn(by: scene.provider)
    #expect(unproven.status == 403 && unproven.text.contains("signInUnproven"))
    let entries = try await scene.log(after: before)
    #expect(
      entries.map { $0["query"]?.text } == [
        "way=oidc&reason=personNotListed&who=mallory", "way=oidc&reason=signInUnproven&more=2",
      ]
    )
    #expect(entries.allSatisfy { $0["what"]?.text == "signInRefused" })
    scene.provider.change { ($0.subject, $0.claims) = ("alice", [:]) }
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    try await browser.close()
  }

  private static func otherBrowsers(_ scene: Scene) async throws {
    let (victim, attacker) = (scene.browser(), scene.browser())
    // The attacker's own address, with the attacker's code, in the victim's browser.
    let address = try await attacker.address(by: "oidc")
    let code = scene.provider.signIn(at: address)
    let back = "/sign-in/oidc/done?code=\(code)&state=\(Browser.parameter("state", of: address))"
    let planted = try await victim.open(back)
    #expect(planted.status == 400 && planted.text.contains("signInStale") && planted.cookie == nil)
    _ = try await victim.address(by: "oidc")
    #expect(try await victim.open(back).status == 400)
    // A wrong state ends the attempt; a right one after ten minutes is over.
    #expect(try await attacker.open("/sign-in/oidc/done?code=\(code)&state=x").status == 400)
    #expect(try await attacker.open(back).status == 400)
    let slow = try await victim.address(by: "oidc")
    scene.service.stage.timekeeper.advance(by: .seconds(600))
    let late = try await victim.comeBack(
      "/sign-in/oidc/done?code=\(scene.provider.signIn(at: slow))"
        + "&state=\(Browser.parameter("state", of: slow))"
    )
    #expect(late.status == 400)
    // The way of another provider is another attempt.
    let other = try await victim.address(by: "oidc")
    let state = Browser.parameter("state", of: other)
    #expect(try await victim.open("/sign-in/dingtalk/done?authCode=x&state=\(state)").status == 400)
    // Only a GET comes back.
    #expect(try await victim.open("/sign-in/oidc/done", form: "x=y").status == 405)
    let cancelled = Browser.parameter("state", of: try await victim.address(by: "oidc"))
    let declined = try await victim.open(
      "/sign-in/oidc/done?error=access_denied%3Cb%3E&state=\(cancelled)"
    )
    #expect(declined.status == 403 && declined.text.contains("signInDeclined"))
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    try await victim.close()
    try await attacker.close()
  }

  /// What a person wanted to see, and where they are after signing in.
  private static let wanted: [(to: String, page: String)] = [
    ("/people?q=%E7%8E%8B", "/people?q=%E7%8E%8B"), ("/me", "/me"), ("/", "/"), ("", "/"),
    ("//evil.example", "/"), ("https://evil.example/people", "/"), ("/\\evil.example", "/"),
    ("/%2F%2Fevil.example", "/"), ("\\/evil.example", "/"), ("/sign-out", "/"),
    ("/sign-in/oidc", "/"), ("/api/v1/people", "/"), ("javascript:alert(1)", "/"),
    ("/people/../../evil", "/"), ("people", "/"), ("/people\r\nSet-Cookie: a=b", "/"),
    ("/" + String(repeating: "x", count: 3_000), "/"),
  ]

  private static func returnsToOwnPages(_ scene: Scene) async throws {
    let browser = scene.browser()
    let asked = try await browser.open("/people?q=%E7%8E%8B")
    #expect(asked.headers["Location"] == ["/sign-in?to=%2Fpeople%3Fq%3D%25E7%258E%258B"])
    #expect(try await browser.open("/").headers["Location"] == ["/sign-in"])
    for (to, page) in wanted {
      scene.service.stage.timekeeper.advance(by: .seconds(61))
      let encoded = PercentEncoding.text(to)
      #expect(try await browser.open("/sign-in?to=\(encoded)").status == 200)
      let done = try await browser.signIn(by: scene.provider, to: encoded)
      #expect(done.headers["Location"] == [page], "\(to)")
    }
    try await browser.close()
  }

  private static func failures(_ scene: Scene) async throws {
    let browser = scene.browser()
    scene.provider.change { $0.response = LoopbackReceiver.status(200, body: "{}") }
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    let failed = try await browser.signIn(by: scene.provider)
    #expect(failed.status == 503 && failed.text.contains("signInUnavailable"))
    scene.provider.change { $0.response = nil }
    let doctor = await scene.service.stage.run("doctor", "--service", "--format", "json")
    #expect(doctor.result.contains("\"check\":\"signIn\",\"verdict\":\"ok\""), "\(doctor.result)")
    #expect(try await browser.open("/sign-in/link").status == 200)
    #expect(try await browser.open("/sign-in/link/done").status == 404)
    try await browser.close()
  }

  private static func tooMany(_ scene: Scene) async throws {
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    let browser = scene.browser()
    for _ in 0..<10 { #expect(try await browser.open("/sign-in/oidc").status == 303) }
    let stopped = try await browser.open("/sign-in/oidc")
    #expect(stopped.status == 429 && stopped.headers["Retry-After"] == ["61"])
    #expect(try await browser.press("/sign-in/\(String(repeating: "0", count: 64))").status == 429)
    // Behind a proxy on this machine, it is the address that the proxy adds.
    let other = [("X-Forwarded-For", "127.0.0.1, 192.0.2.7")]
    #expect(try await browser.open("/sign-in/oidc", headers: other).status == 303)
    scene.service.stage.timekeeper.advance(by: .seconds(60))
    #expect(try await browser.open("/sign-in/oidc").status == 303)
    try await browser.close()
  }

  // MARK: - DingTalk

  private static func dingTalk(_ scene: Scene) async throws {
    let browser = scene.browser()
    for (user, name, role) in [
      (scene.users[0], "李伟", "administrator"), (scene.users[1], "周杰", "analyst"),
    ] {
      let done = try await browser.signInByDingTalk(user.text)
      #expect(done.status == 303 && done.headers["Location"] == ["/"], "\(name): \(done.text)")
      let entry = try #require(try await scene.log().last)
      #expect(entry["actor"]?.text == "\(name) (dingtalk)" && entry["role"]?.text == role)
    }
    // The other reading of the name of the code.
    try await scene.sandbox("/sandbox/quirks?set=signInCode=code")
    #expect(try await browser.signInByDingTalk(scene.users[0].text).status == 303)
    try await browser.close()
  }

  private static func dingTalkRefusals(_ scene: Scene) async throws {
    let browser = scene.browser()
    func refused(_ user: String, _ name: String) async throws {
      scene.service.stage.timekeeper.advance(by: .seconds(61))
      let answer = try await browser.signInByDingTalk(user)
      #expect(answer.status == 403 && answer.text.contains(name), "\(name): \(answer.text)")
      #expect(browser.cookies["rollbook"] == nil)
    }
    try await refused("stranger", "personNotListed")
    // In the company, and not in the list; in the list, and without a role.
    try await refused(scene.users[5].text, "personNotListed")
    try await refused(scene.users[3].text, "personNotListed")
    try await refused("", "signInDeclined")
    let state = Browser.parameter("state", of: try await browser.address(by: "dingtalk"))
    let rubbish = try await browser.open("/sign-in/dingtalk/done?authCode=x&state=\(state)")
    #expect(rubbish.status == 403 && rubbish.text.contains("signInUnproven"))
    try await scene.sandbox("/sandbox/corp?id=dingother")
    try await refused(scene.users[0].text, "signInOtherCompany")
    try await scene.sandbox("/sandbox/corp?id=\(scene.company.corpID)")
    try await scene.sandbox("/sandbox/faults?set=me.500=1")
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    #expect(try await browser.signInByDingTalk(scene.users[0].text).status == 503)
    try await scene.sandbox("/sandbox/faults?set=none")
    try await browser.close()
  }

  /// Who leaves is signed out by the fetch that shows it, whichever way they came.
  private static func leavers(_ scene: Scene) async throws {
    let (leaver, alice, linked) = (scene.browser(), scene.browser(), scene.browser())
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    #expect(try await leaver.signInByDingTalk(scene.users[2].text).status == 303)
    #expect(try await alice.signIn(by: scene.provider).status == 303)
    let pressed = try await linked.press(try await linked.link(as: "吴磊"))
    #expect(pressed.status == 303)
    linked.cookie = pressed.cookie
    for user in [scene.users[2], scene.users[4]] {
      try await scene.sandbox("/sandbox/leave?user=\(user)")
    }
    for browser in [leaver, alice, linked] { #expect(try await browser.open("/me").status == 200) }
    #expect(await scene.service.stage.run("fetch", "--reason", "leavers").status == .done)
    for browser in [leaver, alice, linked] { #expect(try await browser.open("/me").status == 303) }
    scene.service.stage.timekeeper.advance(by: .seconds(61))
    let again = try await leaver.signInByDingTalk(scene.users[2].text)
    #expect(again.status == 403 && again.text.contains("personHasLeft"))
    #expect(try await alice.signIn(by: scene.provider).text.contains("personHasLeft"))
    let link = try await linked.press(try await linked.link(as: "吴磊"))
    #expect(link.status == 403 && link.text.contains("personHasLeft"))
    for browser in [leaver, alice, linked] { try await browser.close() }
  }
}
