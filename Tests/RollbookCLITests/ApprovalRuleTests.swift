import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// What rules of approval can ask for beside duties: approvals afterwards, a fresh sign-in, hours.
@Suite struct ApprovalRuleTests {
  private static func play(
    _ rule: String,
    _ body: (inout PushingStage) async throws -> Void
  ) async throws {
    try await PushingStage.play { scene in
      try scene.stage.write(
        """
        people:
          - { name: 张伟, accounts: [hr] }
          - { name: 李娜, accounts: [lina], role: approver, approves: [approver] }
          - { name: 王敏, accounts: [wangmin], role: approver, approves: [approver] }
        approval: { rules: [{ for: [push], needs: \(rule) }] }
        """,
        to: "rollbook.yaml"
      )
      try scene.table("wanted.csv", ["userid,住址", "\(scene.people[2]),北京"])
      try await body(&scene)
    }
  }

  private static func run(_ line: String, as actor: Verbatim, _ scene: PushingStage) async
    -> Stage.Run
  {
    var stage = scene.stage
    stage.actor = actor
    return await stage.run(line.split(separator: " ").map(String.init))
  }

  private static let push = "push wanted.csv --to dingtalk --reason moved --yes --format json"

  @Test func `what may be approved afterwards is sent at once, and must be reviewed in time`()
    async throws
  {
    try await Self.play("[approver after 4h]") { scene in
      let sent = await scene.run(Self.push)
      #expect(sent.status == .done && scene.writes == 1, "\(sent.transcript)")
      #expect(sent.notes.contains("must be reviewed by approver"))
      let open = try await scene.json("proposals --open").elements?.first
      #expect(
        open?["state"] == "unreviewed" && open?["needs"] == "" && open?["afterwards"] == "approver"
      )
      #expect(open?["reviewUntil"] == "2026-01-01T04:00:00.000Z")
      let number = try #require(open?["proposal"]?.integer)
      let review = "review \(number) --reason looked --digest \(open?["digest"]?.text ?? "")"
      #expect(await Self.run(review, as: "hr@host", scene).notes.contains("[ownProposal]"))
      #expect(await Self.run(review, as: "lina@host", scene).status == .done)
      let second = await Self.run(review, as: "wangmin@host", scene)
      #expect(second.notes.contains("[proposalNotOpen]"))
      #expect(try await scene.json("proposals --open") == [])
    }
  }

  @Test func `a session that is too old does not approve, nor does an account`() async throws {
    try await Self.play("[approver], fresh: 15m") { scene in
      let proposal = try JSON(parsing: Array(await scene.run(Self.push).result.utf8))
      let approve = "approve 2 --reason ok --digest \(proposal["digest"]?.text ?? "")"
      #expect(await Self.run(approve, as: "lina@host", scene).notes.contains("[signInTooOld]"))
      let entry = try #require(
        try await scene.json("log --operation 2").elements?.last?["entry"]?.integer
      )
      let session = Verbatim("李娜 (dingtalk \(entry))")
      scene.stage.timekeeper.advance(by: .seconds(15 * 60 + 1))
      #expect(await Self.run(approve, as: session, scene).notes.contains("[signInTooOld]"))
      // To decline is always safe; here the clock goes back, so that approving can be tried as well.
      scene.stage.timekeeper.advance(by: .seconds(-2))
      #expect(await Self.run(approve, as: session, scene).status == .done)
    }
  }

  @Test func `a proposal is applied within its hours only`() async throws {
    // The clock shows 08:00 in Shanghai.
    try await Self.play("[approver], window: \"20:00-06:00\"") { scene in
      let proposal = try JSON(parsing: Array(await scene.run(Self.push).result.utf8))
      let approve = "approve 2 --reason ok --digest \(proposal["digest"]?.text ?? "")"
      #expect(await Self.run(approve, as: "lina@host", scene).status == .done)
      let early = await scene.run("apply 2 --yes")
      #expect(early.notes.contains("[outsideWindow]") && scene.writes == 0, "\(early.transcript)")
      scene.stage.timekeeper.advance(by: .seconds(12 * 3_600))
      let applied = await scene.run("apply 2 --yes")
      #expect(applied.status == .done && scene.writes == 1, "\(applied.transcript)")
    }
  }

  @Test(arguments: [
    ("[approver after 4h]", "{ for: [erase], needs: [approver after 4h] }", "settingsMalformed"),
    ("[approver]", "{ for: [push], needs: [approver], window: \"20:00\" }", "settingsMalformed"),
    ("[approver]", "{ for: [push], needs: [approver], apply: soon }", "settingsMalformed"),
    ("[approver]", "{ for: [push], needs: [approver later] }", "settingsMalformed"),
    (
      "[approver], window: \"20:00-06:00\"",
      "{ for: [push], needs: [approver], window: \"08:00-12:00\" }", "approvalCannotBeMet"
    ),
    ("[approver]", "{ for: [push], needs: [finance], fresh: 15m }", "approvalCannotBeMet"),
  ])
  func `a rule that means nothing or can never be met is refused`(
    rule: String,
    second: String,
    name: String
  ) async throws {
    var stage = try Stage()
    stage.actor = "hr@host"
    try stage.write(
      """
      people:
        - { name: 李娜, role: approver, approves: [approver, finance] }
        - { name: 王敏, approves: [approver, finance] }
      approval: { rules: [{ for: [push], needs: \(rule) }, \(second)] }
      """,
      to: "rollbook.yaml"
    )
    let run = await stage.run("status")
    #expect(run.status == .badSettings && run.notes.contains("[\(name)]"), "\(run.transcript)")
  }

  @Test func `the service applies by itself what is approved, as a rule says`() async throws {
    let files = [
      "rollbook.yaml": """
      people:
        - { name: 张伟, role: administrator }
        - { name: 李娜, accounts: [lina], role: approver, approves: [approver] }
        - { name: 王敏, role: approver, approves: [approver] }
      approval: { rules: [{ for: [push], needs: [approver], apply: whenApproved }] }
      """
    ]
    try await RunningService.serving(files: files) { service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }
      let body = """
        {"to":"dingtalk","reason":"moved","readAfter":"0s",
         "file":{"name":"m.csv","text":"userid,sys02-address\\n\(user),新街 5 号\\n"}}
        """
      let job = try await service.job("/api/v1/pushes", body)
      let proposal = try #require(job["result"], "\(job.compact)")
      #expect(proposal["state"] == "awaiting" && proposal["appliesItself"]?.boolean == true)
      let path = "/proposals/\(proposal["proposal"]?.integer ?? 0)"
      let browser = Browser(service)
      do { try await approve(path, browser) } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
      while try await service.get("/api/v1\(path)")["state"] != "applied" {
        try await Task.sleep(for: .milliseconds(200))
      }
      let value = await sandbox.withCompany { $0.entry(user, "sys02-address", item: 0)?.value }
      #expect(value == .text("新街 5 号"))
      let decision = try await service.get("/api/v1\(path)")["decisions"]?.elements?.last
      #expect(decision?["decision"] == "applied" && decision?["person"] == "approval")
    }
  }

  private func approve(_ path: String, _ browser: Browser) async throws {
    let answer = try await browser.press(try await browser.link(role: "approver", as: "李娜"))
    browser.cookie = answer.cookie
    let sent = try await browser.send("\(path)/approve", ["reason": "已核对"])
    let job = try await browser.ended(try #require(sent.headers["Location"].first, "\(sent.text)"))
    #expect(job.text.contains("查看提案"), "\(job.text)")
  }
}
