import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Batches that are named without a number: `undo`, `last`, and `settle` of all.
@Suite struct UndoTests {
  private func push(_ value: String, _ scene: PushingStage) async throws -> Verbatim {
    let user = try await scene.known()[0]
    try scene.table("wanted.csv", ["userid,备注", "\(user),\(value)"])
    let run = await scene.run("push wanted.csv --to dingtalk --reason 错 --yes")
    #expect(run.status == .done, "\(run.notes)")
    return user
  }

  @Test
  func `undo rolls the last own batch back, then the one before, and then says there is none`()
    async throws
  {
    try await PushingStage.play { scene in
      let before = await scene.value(try await scene.known()[0], "sys00-remark")
      let user = try await push("一", scene)
      _ = try await push("二", scene)
      let plan = await scene.run("undo --dry-run")
      #expect(plan.status == .done && plan.notes.contains("Your last batch is 3"), "\(plan.notes)")
      #expect(await scene.value(user, "sys00-remark") == "二")
      for value in ["一", before] {
        let run = await scene.run("undo --reason 错 --yes")
        #expect(run.status == .done, "\(run.notes)")
        #expect(await scene.value(user, "sys00-remark") == value)
      }
      let none = await scene.run("undo --reason 错 --yes")
      #expect(none.status == .usage && none.notes.contains("nothingToUndo"), "\(none.notes)")
    }
  }

  @Test func `last is the batch that was begun last, and there must be one`() async throws {
    try await PushingStage.play { scene in
      let none = await scene.run("rollback last --reason x --yes")
      #expect(none.notes.contains("nothingPushed"), "\(none.notes)")
      // What is missing is said before a reason or a terminal is asked for.
      #expect(await scene.run("rollback 99").notes.contains("noSuchBatch"))
      _ = try await push("三", scene)
      #expect(try await scene.json("batch last") == scene.json("batch 2"))
      #expect(await scene.run("batch first").status == .usage)
    }
  }

  @Test func `settle without a number settles every uncertain batch`() async throws {
    try await PushingStage.play { scene in
      #expect(await scene.run("settle").result == "No row is uncertain.\n")
      let user = try await scene.known()[0]
      try scene.table("wanted.csv", ["userid,备注", "\(user),四"])
      for _ in 0..<2 {
        try await scene.server.withSimulation { $0.faults = try Faults("update.dropAfter=1") }
        _ = await scene.run("push wanted.csv --to dingtalk --reason x --yes")
        await scene.server.withSimulation { $0.faults = .none }
      }
      let settled = try await scene.json("settle --read-after 1s")
      #expect(settled.elements?.first?["batch"] == 2, "\(settled.compact)")
      #expect(settled.elements?.first?["applied"] == 1, "\(settled.compact)")
      #expect(await scene.run("settle").result == "No row is uncertain.\n")
    }
  }

  @Test(arguments: [
    ("psuh", "Did you mean `push`?"), ("hsitory", "`history`"),
    ("frobnicate", "There is no command"),
    ("help nosuch", "There is no command `nosuch`"), ("bath", "`batch`"),
  ])
  func `a mistyped command names the nearest`(line: String, hint: String) async throws {
    let run = try await Stage().run(line.split(separator: " ").map(String.init))
    #expect(run.status == .usage && run.notes.contains(hint), "\(run.notes)")
  }

  @Test
  func `each table is there for Excel, with headings, times of the zone, and texts as they are`()
    async throws
  {
    try await PushingStage.play { scene in
      let user = try await push("00123", scene)
      let batch = await scene.run("batch last --for excel").result
      #expect(batch.hasPrefix("\u{FEFF}"), "\(batch)")
      #expect(batch.contains("\"=\"\"00123\"\"\""), "\(batch)")
      let operations = await scene.run("operations --for excel").result
      #expect(operations.hasPrefix("\u{FEFF}operation,kind,"), "\(operations)")
      #expect(
        operations.contains("2026-01-01 08:00:00"),
        "times are those of the zone: \(operations)"
      )
      #expect(await scene.run("operations --for excel --format json").status == .usage)
      #expect(await scene.run("show \(user) --for excel").status == .done)
    }
  }
}
