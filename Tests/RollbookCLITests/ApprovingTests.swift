@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Two persons: what one proposes, another approves.
@Suite struct ApprovingTests {
  private static let settings = """
    people:
      - { name: 张伟, accounts: [hr], users: [YS00001] }
      - { name: 李娜, accounts: [lina], users: [YS00002], approves: [approver] }
      - { name: 王敏, accounts: [wangmin], approves: [approver, emergency] }
      - { name: 赵强, accounts: [zhao], approves: [finance] }
      - { name: 孙丽, accounts: [sun], approves: [finance] }
      - { name: 周杰, accounts: [zhou], approves: [approver] }
    approval:
      expire: 24h
      rules:
        - { for: [push], above: 1, needs: [approver] }
        - { for: [push], fields: [sys00-*], needs: [finance] }
        - { for: [rollback], needs: [approver] }

    """

  private static func play(_ body: (inout PushingStage) async throws -> Void) async throws {
    try await PushingStage.play { scene in
      try scene.stage.write(settings, to: "rollbook.yaml")
      try await body(&scene)
    }
  }

  private static func propose(
    _ scene: PushingStage,
    _ people: some Sequence<Verbatim>,
    field: String = "住址",
    _ value: String = "北京"
  ) async throws -> JSON {
    try scene.table("wanted.csv", ["userid,\(field)"] + people.map { "\($0),\(value)" })
    let run = await scene.run("push wanted.csv --to dingtalk --reason moved --yes --format json")
    #expect(run.status == .awaitsApproval, "\(run.transcript)")
    return try JSON(parsing: Array(run.result.utf8))
  }

  private static func run(_ line: String, as account: String, _ scene: PushingStage) async
    -> Stage.Run
  {
    var stage = scene.stage
    stage.actor = Verbatim(account + "@host")
    return await stage.run(line.split(separator: " ").map(String.init))
  }

  @Test func `a push under a rule is sent once another person has approved it`() async throws {
    try await Self.play { scene in
      let proposal = try await Self.propose(scene, scene.people[2...3])
      #expect(proposal["state"]?.text == "awaiting" && proposal["proposer"]?.text == "张伟")
      #expect(scene.writes == 0)
      let digest = String(proposal["digest"]?.text?.prefix(12) ?? "")
      let early = await scene.run("apply 2 --yes")
      #expect(early.notes.contains("[approvalMissing]") && scene.writes == 0)
      let approve = "approve 2 --reason checked --digest \(digest)"
      for (account, name) in [
        ("hr", "ownProposal"), ("zhao", "dutyMissing"), ("stranger", "personUnknown"),
      ] {
        let refused = await Self.run(approve, as: account, scene)
        #expect(refused.notes.contains("[\(name)]"), "\(refused.transcript)")
        #expect(refused.status == .noPermission)
      }
      var token = scene.stage
      token.actor = "token 9 (payroll)"
      let byToken = await token.run(approve.split(separator: " ").map(String.init))
      #expect(byToken.notes.contains("[tokenCannotDecide]"))
      let other = await Self.run("approve 2 --reason ok --digest 00000000", as: "lina", scene)
      #expect(other.notes.contains("[proposalChanged]") && other.status == .refused)
      let approved = await Self.run(approve + " --format json", as: "lina", scene)
      #expect(try JSON(parsing: Array(approved.result.utf8))["state"]?.text == "approved")
      let again = await Self.run(approve, as: "wangmin", scene)
      #expect(again.notes.contains("[proposalNotOpen]"))
      let applied = try await scene.json("apply 2 --yes")
      #expect(applied["accepted"] == 2 && applied["verified"] == 2 && scene.writes == 2)
      let twice = await scene.run("apply 2 --yes")
      #expect(twice.notes.contains("[proposalNotOpen]") && scene.writes == 2)
      let shown = try await scene.json("proposal 2")
      #expect(shown["state"]?.text == "applied" && shown["batch"] == applied["operation"])
      #expect(
        shown["decisions"]?.elements?.compactMap { $0["decision"]?.text } == [
          "approved", "applied",
        ]
      )
      let cells = shown["plan"]?["changes"]?.elements ?? []
      #expect(cells.map { $0["to"]?.text } == ["北京", "北京"])
      #expect(try await scene.json("verify --full")["verdict"]?.text == "sound")
      #expect(await scene.run("rebuild --check").status == .done)
    }
  }

  @Test func `a person does not approve what would be written to them`() async throws {
    try await Self.play { scene in
      let proposal = try await Self.propose(scene, scene.people[1...2])
      let digest = proposal["digest"]?.text ?? ""
      let own = await Self.run("approve 2 --reason ok --digest \(digest)", as: "lina", scene)
      #expect(own.notes.contains("[inTheRows]") && own.status == .noPermission)
      let other = await Self.run("approve 2 --reason ok --digest \(digest)", as: "zhou", scene)
      #expect(other.status == .done)
    }
  }

  @Test func `two rules need two people, and one who declines ends it`() async throws {
    try await Self.play { scene in
      let both = try await Self.propose(scene, scene.people[2...3], field: "备注")
      #expect(both["needs"]?.text == "approver, finance")
      let digest = both["digest"]?.text ?? ""
      func approve(_ account: String) async -> Stage.Run {
        await Self.run("approve 2 --reason ok --digest \(digest)", as: account, scene)
      }
      #expect(await approve("lina").status == .done)
      #expect(await approve("lina").notes.contains("[approvedBefore]"))
      #expect(await approve("zhou").notes.contains("[dutyMissing]"))
      let declined = await Self.run(
        "decline 2 --reason wrong --digest \(digest)",
        as: "zhao",
        scene
      )
      #expect(declined.status == .done)
      #expect(await approve("sun").notes.contains("[proposalNotOpen]"))
      #expect(await scene.run("apply 2 --yes").notes.contains("[proposalNotOpen]"))
      #expect(scene.writes == 0)
    }
  }

  @Test func `what moved since is not overwritten, and what expired is not sent`() async throws {
    try await Self.play { scene in
      let stale = try await Self.propose(scene, scene.people[2...3])
      let digest = stale["digest"]?.text ?? ""
      _ = await Self.run("approve 2 --reason ok --digest \(digest)", as: "lina", scene)
      let moved = scene.people[2]
      try await scene.server.withCompany { try $0.edit(moved, "sys02-address", value: "上海") }
      let refused = await scene.run("apply 2 --yes")
      #expect(refused.notes.contains("[planStale]"), "\(refused.transcript)")
      #expect(scene.writes == 0)
      #expect(try await scene.json("proposal 2")["state"]?.text == "approved")
      scene.stage.timekeeper.advance(by: .seconds(25 * 3_600))
      #expect(await scene.run("apply 2 --yes").notes.contains("[proposalNotOpen]"))
      #expect(try await scene.json("proposal 2")["state"]?.text == "expired")
    }
  }

  @Test func `a rollback is proposed, withdrawn, and in an emergency applied and reviewed`()
    async throws
  {
    try await Self.play { scene in
      try scene.table("one.csv", ["userid,住址", "\(scene.people[2]),北京"])
      #expect(await scene.run("push one.csv --to dingtalk --reason moved --yes").status == .done)
      let first = await scene.run("propose rollback 2 --reason oops --yes --format json")
      #expect(first.status == .awaitsApproval, "\(first.transcript)")
      let digest = try JSON(parsing: Array(first.result.utf8))["digest"]?.text ?? ""
      let foreign = await Self.run("withdraw 3 --reason no --digest \(digest)", as: "lina", scene)
      #expect(foreign.notes.contains("[notTheProposer]"))
      let withdrawn = await scene.run("withdraw 3 --reason no --digest \(digest)")
      #expect(withdrawn.status == .done, "\(withdrawn.transcript)")
      let second = await scene.run("rollback 2 --reason oops --yes --format json")
      let again = try JSON(parsing: Array(second.result.utf8))
      let number = again["proposal"]?.integer ?? 0
      let mine = await scene.run("apply \(number) --emergency --yes --reason payroll")
      #expect(mine.notes.contains("[dutyMissing]"))
      let line = "apply \(number) --emergency --yes --reason payroll --format json"
      let applied = await Self.run(line, as: "wangmin", scene)
      let batch = try JSON(parsing: Array(applied.result.utf8))
      #expect(batch["accepted"] == 1 && batch["parent"] == 2, "\(applied.transcript)")
      let open = try await scene.json("proposals --open")
      #expect(open.elements?.compactMap { $0["state"]?.text } == ["unreviewed"])
      let review = "review \(number) --reason looked --digest \(again["digest"]?.text ?? "")"
      #expect(await Self.run(review, as: "wangmin", scene).notes.contains("[ownProposal]"))
      #expect(await Self.run(review, as: "lina", scene).status == .done)
      #expect(try await scene.json("proposals --open") == [])
    }
  }

  @Test func `rules that too few people can meet are refused`() async throws {
    try await PushingStage.play { scene in
      try scene.stage.write(
        """
        people:
          - { name: 张伟, accounts: [hr] }
          - { name: 李娜, accounts: [lina], approves: [approver] }
        approval: { rules: [{ for: [push], needs: [approver] }] }
        """,
        to: "rollbook.yaml"
      )
      let run = await scene.run("status")
      #expect(run.notes.contains("[approvalCannotBeMet]") && run.status == .badSettings)
    }
  }

  @Test func `a person at a terminal sees what they decide about`() async throws {
    try await Self.play { scene in
      _ = try await Self.propose(scene, scene.people[2...3])
      scene.stage.actor = "lina@host"
      let silent = await scene.run("approve 2 --reason ok")
      #expect(silent.notes.contains("[digestMissing]"))
      scene.stage.answer = "n"
      #expect(await scene.run("approve 2 --reason ok").notes.contains("[planDeclined]"))
      scene.stage.answer = "y"
      let approving = scene.golden(await scene.run("approve 2 --reason ok"))
      #expect(Golden.difference(approving, "approving.txt") == nil)
      let shown = scene.golden(await scene.run("proposal 2"))
      #expect(Golden.difference(shown, "proposal.txt") == nil)
    }
  }
}
