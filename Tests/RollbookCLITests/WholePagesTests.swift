import Foundation
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The pages about the service itself, and what can be done on them: settings, proof, sessions, holds.
@Suite(.serialized) struct WholePagesTests {
  private static let settings = """
    service: { trustedProxies: [127.0.0.1, 10.0.0.0/8] }
    people:
      - { name: 王敏, role: auditor, users: [YS00017], approves: [approver] }
      - { name: 李伟, role: administrator, approves: [approver, finance] }
    approval:
      expire: 12h
      rules:
        - { for: [push, rollback], above: 50, needs: [approver] }
        - { for: [push], fields: ["sys04-*"], needs: [approver] }
    alerts: { webhook: { url: "https://alerts.example/secret-path" } }
    """

  private func browsing(
    _ role: String,
    _ body: (Browser, RunningService) async throws -> Void
  ) async throws {
    try await RunningService.serving(role: role, files: ["rollbook.yaml": Self.settings]) {
      service,
      _ in
      let browser = Browser(service)
      do {
        try await browser.signIn(role: role)
        try await body(browser, service)
      } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  @Test func `an auditor reads the settings, verifies the log, and downloads evidence`()
    async throws
  {
    try await browsing("auditor") { browser, service in
      try await checkSettings(browser, service)
      try await checkProof(browser, service)
      try await checkSessions(browser, service)
    }
  }

  private func checkSettings(_ browser: Browser, _ service: RunningService) async throws {
    let page = try await browser.open("/settings?lang=zh").text
    for part in [
      "推送、回滚：超过 50 人时，须由他人批准：审批人 1 人。", "推送：写入 sys04-* 时，须由他人批准：审批人 1 人。",
      "提案在 12 小时内可以决定。", "审批人、财务", "10.0.0.0/8", "https://alerts.example", "没有定时任务。",
    ] { #expect(page.contains(part), "\(part): \(page)") }
    let settings = try await service.get("/api/v1/settings")
    let secret = try #require(service.stage.environment["ROLLBOOK_DINGTALK_APP_SECRET"])
    for text in [page, settings.compact] {
      #expect(!text.contains(secret) && !text.contains("secret-path"))
    }
  }

  private func checkProof(_ browser: Browser, _ service: RunningService) async throws {
    #expect(try await browser.open("/proof").text.contains("本机没有记住任何一次验证"))
    let foreign = try await browser.open("/proof/verify", form: "full=true", headers: Browser.same)
    #expect(foreign.status == 403)
    let begun = try await browser.send("/proof/verify", ["full": "true"])
    let job = try await browser.ended(try #require(begun.headers["Location"].first)).text
    // The entries of those who looked meanwhile are signed a second later.
    let words = ["badge good\">完好", "badge warn\">末尾尚无签名"]
    #expect(words.contains { job.contains($0) }, "\(job)")
    let proof = try await browser.open("/proof").text
    #expect(words.contains { proof.contains($0) } && proof.contains("签名保存在哪里"), "\(proof)")
    #expect(proof.contains("href=\"/proof/verify\"") && proof.contains("name=\"batch\""))
    let heads = try await service.all("/api/v1/proof/heads?limit=1")
    let sizes = heads.compactMap { $0["size"]?.integer }
    #expect(sizes.count > 1 && sizes == sizes.sorted(by: >))
    #expect(try await service.all("/api/v1/proof/heads?cosigned=true").isEmpty)
    let evidence = try await browser.open("/proof/evidence?batch=1&purpose=audit")
    #expect(evidence.status == 200 && evidence.headers["Content-Type"] == ["application/x-tar"])
    let none = try await browser.open("/proof/evidence?batch=99999&purpose=audit")
    #expect(none.status >= 400 && none.text.contains("<main id=\"main\">"), "\(none.text)")
  }

  private func checkSessions(_ browser: Browser, _ service: RunningService) async throws {
    let (other, stranger) = (Browser(service), Browser(service))
    do { try await checkSessions(browser, other, stranger) } catch {
      try await other.close()
      try await stranger.close()
      throw error
    }
    try await other.close()
    try await stranger.close()
  }

  private func checkSessions(_ browser: Browser, _ other: Browser, _ stranger: Browser) async throws
  {
    let agent = ("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120")
    let proxied = ("X-Forwarded-For", "192.0.2.1, 198.51.100.7, 10.1.2.3")
    let begun = try await other.press(
      try await other.link(),
      headers: Browser.same + [agent, proxied]
    )
    other.cookie = begun.cookie
    let link = try await stranger.link(as: "李伟")
    stranger.cookie = try await stranger.press(link).cookie
    let mine = try await browser.open("/me")
    #expect(mine.text.contains("我的会话（2 个）") && mine.text.contains("Edge · Windows"))
    #expect(mine.text.contains("198.51.100.7") && !mine.text.contains("李伟"))
    let id = try #require(mine.text.firstMatch(of: /name="session" value="([0-9a-f]+)"/)?.1)
    // Neither without the token of the session, nor by another person.
    let bare = try await browser.open("/me/end", form: "session=\(id)", headers: Browser.same)
    #expect(bare.status == 403)
    let theirs = try await stranger.open("/me")
    let form = "session=\(id)&token=\(stranger.token(in: theirs))"
    #expect(try await stranger.open("/me/end", form: form, headers: Browser.same).status == 303)
    #expect(try await other.open("/me").status == 200)
    let own = "session=\(id)&token=\(browser.token(in: mine))"
    #expect(try await browser.open("/me/end", form: own, headers: Browser.same).status == 303)
    #expect(try await other.open("/me").headers["Location"] == ["/sign-in"])
    #expect(try await browser.open("/me").status == 200)
    let all = "all=true&token=\(browser.token(in: mine))"
    #expect(try await browser.open("/me/end", form: all, headers: Browser.same).status == 303)
    #expect(try await browser.open("/me").status == 303)
    #expect(try await stranger.open("/me").status == 200)
  }

  @Test func `a record has the button that applies, and changes say what caused them`() async throws
  {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try await RunningService.serve(stage) { service in
      let browser = Browser(service)
      do { try await checkChanges(browser) } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  private func checkChanges(_ browser: Browser) async throws {
    try await browser.signIn(role: "administrator")
    let person = "/people/dingtalk/manager4220"
    for (act, other) in [("hold", "release"), ("release", "hold")] {
      let page = try await browser.open(person).text
      #expect(page.contains("\(person)/\(act)\"") && !page.contains("\(person)/\(other)\""))
      let begun = try await browser.send("\(person)/\(act)", ["reason": "诉讼"])
      _ = try await browser.ended(try #require(begun.headers["Location"].first))
    }
    let changes = try await browser.open("/changes?since=entry:1").text
    #expect(changes.contains("<section class=\"group\">"))
    #expect(changes.contains("href=\"/operations/2\">操作 2") && changes.contains("月度核对"))
    for (query, isFound) in [
      ("by=outside", true), ("by=%E5%A4%96%E9%83%A8", true), ("by=zhang", false),
      ("batch=1", false),
    ] {
      let found = try await browser.open("/changes?since=entry:1&\(query)").text
      #expect(found.contains("<section class=\"group\">") == isFound, "\(query)")
    }
    let people = try await browser.open("/people?q=oynn").text
    #expect(people.contains("欧阳娜娜") && !people.contains("李"))
  }

  @Test func `the settings are printed with the times of the schedule, and without a secret`()
    async throws
  {
    var stage = try Stage()
    stage.environment["ROLLBOOK_DINGTALK_APP_SECRET"] = "hunter2"
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try stage.write(
      """
      schedule:
        - { do: backup, at: "sun 03:30", to: backups, keep: 14 }
        - { do: fetch, every: 1h }
      """,
      to: "rollbook.yaml"
    )
    let run = await stage.run("settings", "--format", "json")
    let settings = try JSON(parsing: Array(run.result.utf8))
    let lines = settings["schedule"]?.elements ?? []
    #expect(lines.map { $0["do"]?.text } == ["backup", "fetch"])
    #expect(lines.allSatisfy { $0["lastRun"] == .null })
    // The Sunday after the first of January 2026, at half past three in Shanghai.
    #expect(lines.first?["nextRun"]?.text == "2026-01-03T19:30:00.000Z")
    #expect(settings["dingtalk"]?["hasSecret"]?.boolean == true)
    let table = await stage.run("settings")
    #expect(table.status == .done && table.result.contains("hasSecret yes"))
    #expect(!run.result.contains("hunter2") && !table.result.contains("hunter2"))
  }
}
