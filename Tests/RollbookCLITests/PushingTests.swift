import Foundation
import Ledger
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// `push`, `batch`, `settle` and `retry` over real HTTP.
@Suite struct PushingTests {
  private static let resultKeys = [
    "operation", "parent", "status", "rows", "accepted", "rejected", "uncertain", "notSent",
    "skipped", "verified", "differs", "calls", "seconds",
  ]

  private static func remarks(_ people: [Verbatim], _ value: String = "neu") -> [String] {
    ["userid,备注"] + people.map { "\($0),\(value)" }
  }

  @Test(arguments: ["lenient", "strict"])
  func `a push is written, verified, recorded, and shown`(preset: String) async throws {
    try await PushingStage.play(quirks: try Quirks(preset: preset)) { scene in
      let people = try await scene.known()
      try scene.table("wanted.csv", Self.remarks(people))
      let result = try await scene.json(
        "push wanted.csv --to dingtalk --reason 月度 --ticket HR-7 --yes"
      )
      #expect(result.keys == Self.resultKeys)
      let count = Int64(people.count)
      #expect(result["accepted"]?.integer == count && result["verified"]?.integer == count)
      #expect(count >= 7 && result["parent"] == .null)
      for user in people { #expect(await scene.value(user, "sys00-remark") == "neu") }
      let batches = try await scene.json("batches")
      #expect(
        batches.elements?.first?.keys == [
          "operation", "kind", "system", "parent", "status", "actor", "reason", "openedAt", "rows",
          "accepted", "rejected", "uncertain", "notSent", "skipped", "closedAt", "ticket",
          "followUps",
        ]
      )
      let batch = try await scene.json("batch 2")
      let row = try #require(batch["rows"]?.elements?.first)
      #expect(
        row.keys == ["user", "status", "settled", "attempts", "code", "message", "changes"]
      )
      #expect(
        row["changes"]?.elements?.first?.keys.prefix(5) == [
          "field", "item", "from", "to", "verified",
        ]
      )
      #expect(row["changes"]?.elements?.first?["verified"] == true)
      let again = try await scene.json("push wanted.csv --to dingtalk --reason again --yes")
      #expect(again["rows"] == 0 && scene.writes == people.count)
    }
  }

  @Test func `the tables of a push read well`() async throws {
    try await PushingStage.play { scene in
      try scene.table(
        "wanted.csv",
        ["userid,住址,紧急联系人姓名[+]", "\(scene.people[0]),西湖区1号,张三", "\(scene.people[1]),,李四"]
      )
      try await scene.refuse(updates: [2])
      let push = await scene.run(
        "push wanted.csv --to dingtalk --reason 月度 --yes --canary 1"
      )
      #expect(Golden.difference(scene.golden(push), "push.txt") == nil)
      #expect(Golden.difference(await scene.run("batches").transcript, "batches.txt") == nil)
      #expect(Golden.difference(await scene.run("batch 2").transcript, "batch.txt") == nil)
      let json = await scene.run("batch 2 --format json")
      #expect(Golden.difference(json.transcript, "batch-json.txt") == nil)
    }
  }

  @Test func `it asks, and accepts no; without a terminal it does nothing`()
    async throws
  {
    try await PushingStage.play { scene in
      try scene.table("wanted.csv", Self.remarks([scene.people[0]]))
      let line = "push wanted.csv --to dingtalk --reason x"
      let nobody = await scene.run(line)
      #expect(nobody.status == .usage && nobody.notes.contains("[nobodyToAsk]"))
      for response in ["", "n", "yess", "Nein"] {
        scene.stage.answer = response
        let run = await scene.run(line)
        #expect(run.status == .refused && run.notes.contains("[planDeclined]"))
        #expect(run.notes.contains("1 person"))
      }
      #expect(scene.writes == 0)
      scene.stage.answer = "Y"
      #expect(await scene.run(line).status == .done)
      #expect(scene.writes == 1)
      let reason = await scene.run("push wanted.csv --to dingtalk --yes")
      #expect(reason.status == .usage && reason.notes.contains("[reasonMissing]"))
    }
  }

  @Test func `what is not known is settled, what was refused is retried`() async throws {
    try await PushingStage.play { scene in
      try scene.table("wanted.csv", Self.remarks(scene.people))
      try await scene.refuse(updates: [6], and: "update#2=dropAfter,update#4=drop")
      let push = await scene.run("push wanted.csv --to dingtalk --reason x --yes --max-rejected 50")
      #expect(push.status == .attention)
      let position = await scene.run("status")
      #expect(position.result.contains("2 rows of batch 2"))
      let settled = try await scene.json("settle 2")
      #expect(settled.keys == ["operation", "applied", "notApplied", "undecidable"])
      #expect(settled["applied"] == 1 && settled["notApplied"] == 1)
      await scene.server.withSimulation { $0.faults = .none }
      let retry = try await scene.json("retry 2 --reason again --yes")
      #expect(retry.keys == Self.resultKeys)
      #expect(retry["parent"] == 2 && retry["rows"] == 2 && retry["accepted"] == 2)
      for user in scene.people { #expect(await scene.value(user, "sys00-remark") == "neu") }
      let nothing = try await scene.json("retry 2 --reason again --yes")
      #expect(nothing["rows"] == 0)
      let idle = await scene.run("settle 4")
      #expect(idle.status == .done)
      #expect(
        idle.result
          == "There is nothing to settle in batch 4: it is known of each of its rows what "
          + "became of it; see `rollbook batch 4`.\n"
      )
    }
  }

  @Test func `of a batch that ended before its rows were recorded there is nothing to settle`()
    async throws
  {
    try await PushingStage.play { scene in
      let ledger = try Ledger.open(at: scene.stage.folder.path("rollbook.sqlite"))
      let clock = scene.stage.timekeeper
      let writer = try await ledger.begin(
        OperationRequest(
          kind: .push,
          system: .dingtalk,
          actor: "hr@host",
          parameters: "{}",
          program: "test"
        ),
        wait: .zero,
        timekeeper: clock
      )
      try writer.close(.interrupted, now: clock.now())
      let idle = await scene.run("settle \(writer.operation)")
      #expect(idle.result.contains("it ended before any of its rows was recorded"), "\(idle)")
      let reported = try await scene.json("settle \(writer.operation)")
      #expect(
        reported["applied"] == 0 && reported["notApplied"] == 0 && reported["undecidable"] == 0
      )
    }
  }

  @Test func `only the plan that was shown is carried out, if its digest is given`() async throws {
    try await PushingStage.play { scene in
      let user = scene.people[0]
      try scene.table("wanted.csv", Self.remarks([user]))
      let digest = try await scene.json("plan wanted.csv --to dingtalk")["digest"]?.text ?? ""
      #expect(digest.utf8.count == 64)
      let push = "push wanted.csv --to dingtalk --reason x --yes --expect"
      try await scene.server.withCompany { try $0.edit(user, "sys00-remark", value: "by hand") }
      let stale = await scene.run("\(push) \(digest)")
      #expect(stale.status == .refused && stale.notes.contains("[planStale]"), "\(stale.notes)")
      #expect(await scene.value(user, "sys00-remark") == "by hand")
      let anew = try await scene.json("plan wanted.csv --to dingtalk")["digest"]?.text ?? ""
      #expect(anew != digest)
      #expect(await scene.run("\(push) \(anew)").status == .done)
      // A rollback and a retry have a digest, too, and nothing to do afterwards has another one.
      let undo = try await scene.json("rollback 2 --dry-run")["digest"]?.text ?? ""
      #expect(await scene.run("rollback 2 --reason x --yes --expect \(undo)").status == .done)
      let none = await scene.run("rollback 2 --reason x --yes --expect \(undo)")
      #expect(none.status == .refused && none.notes.contains("[planStale]"), "\(none.notes)")
      #expect(try await scene.json("retry 2 --dry-run")["users"] == 0)
    }
  }

  @Test func `an edit by another person is never overwritten, and always named`() async throws {
    try await PushingStage.play { scene in
      let user = scene.people[0]
      try scene.table("wanted.csv", Self.remarks([user]))
      try await scene.refuse(updates: [1])
      _ = await scene.run("push wanted.csv --to dingtalk --reason x --yes --max-rejected 100")
      try await scene.server.withCompany { try $0.edit(user, "sys00-remark", value: "by hand") }
      let retry = await scene.run("retry 2 --reason again --yes")
      #expect(retry.status == .attention)
      #expect(retry.notes.contains(user.text) && retry.notes.contains("by hand"))
      #expect(await scene.value(user, "sys00-remark") == "by hand")
    }
  }

  @Test func `maycur rows are acknowledged, and never read back`() async throws {
    try await PushingStage.play(isFetched: false) { scene in
      let rows = scene.employees.prefix(2).map {
        #"{"employeeId":"\#($0)","employeeNickName":"小","customObject":{"CF1":"1.00","CF2":1}}"#
      }
      try scene.table("wanted.json", ["[" + rows.joined(separator: ",") + "]"])
      let plan = await scene.run("plan wanted.json --to maycur")
      #expect(Golden.difference(plan.transcript, "plan-maycur.txt") == nil)
      let push = await scene.run("push wanted.json --to maycur --reason x --yes")
      #expect(push.status == .done, "\(push.notes)")
      let batch = await scene.run("batch 1")
      #expect(Golden.difference(batch.transcript, "batch-maycur.txt") == nil)
      let roster = await scene.run("roster --system maycur")
      #expect(Golden.difference(roster.transcript, "roster-maycur.txt") == nil)
      let body = try #require(scene.server.journal(.maycurBatch).last?.text)
      #expect(body.contains(#""customObject":{"CF1":"1.00","CF2":1}"#))
    }
  }

  @Test func `an uncertain row of Maycur waits to be sent again`() async throws {
    try await PushingStage.play(isFetched: false) { scene in
      try scene.table(
        "wanted.csv",
        ["employeeId,employeeNickName", "\(scene.employees[0]),小"]
      )
      try await scene.server.withSimulation { $0.faults = try Faults("maycurBatch#1=dropAfter") }
      let push = try await scene.json("push wanted.csv --to maycur --reason x --yes")
      #expect(push["uncertain"] == 1)
      let asked = await scene.run("settle 1")
      #expect(asked.status == .attention && asked.result.contains("--resend"))
      let reason = await scene.run("settle 1 --resend")
      #expect(reason.status == .usage && reason.notes.contains("[reasonMissing]"))
      let early = await scene.run("settle 1 --resend --reason x --format json")
      #expect(early.status == .attention)
      let late = try await scene.json("settle 1 --resend --reason x --resend-after 0s")
      #expect(late["applied"] == 1)
      #expect(scene.server.journal(.maycurBatch).count == 2)
    }
  }

  @Test(arguments: ["batch 9", "settle 9", "retry 9 --reason x --yes"])
  func `a batch that is none is refused`(line: String) async throws {
    try await PushingStage.play { scene in
      let run = await scene.run(line)
      #expect(run.status == .usage && run.notes.contains("[noSuchBatch]"))
    }
  }

  @Test func `ctrl-C stops a push in good order`() async throws {
    try await PushingStage.play { scene in
      try scene.table("wanted.csv", Self.remarks(scene.people))
      let interruption = Interruption()
      interruption.happen(.interrupt)
      let run = await scene.stage.run(
        ["push", "wanted.csv", "--to", "dingtalk", "--reason", "x", "--yes"],
        interruption: interruption
      )
      #expect(run.status == .interrupted)
      let batches = try await scene.json("batches")
      #expect((batches.elements ?? []).allSatisfy { $0["uncertain"] == 0 })
      #expect(await scene.run("rebuild --check").status == .done)
    }
  }
}
