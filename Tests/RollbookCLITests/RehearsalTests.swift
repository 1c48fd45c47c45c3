import Foundation
import Ledger
import LedgerStorage
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The command `rehearse`: what a rollback or a replay would come to, with nothing real touched.
@Suite struct RehearsalTests {
  private func json(_ run: Stage.Run) throws -> JSON {
    try JSON(parsing: Array(run.result.utf8))
  }

  /// Runs a rehearsal, and checks that neither the ledger nor a system noticed.
  private func rehearse(
    _ words: [String],
    _ stage: Stage,
    _ server: SandboxServer
  ) async throws -> (Stage.Run, JSON) {
    let calls = server.journal().count
    let operations = await stage.run("operations", "--format", "json").result
    let run = await stage.run(["rehearse"] + words + ["--format", "json"])
    #expect(server.journal().count == calls)
    #expect(await stage.run("operations", "--format", "json").result == operations)
    #expect(run.notes.contains("This was a rehearsal"), "\(run.transcript)")
    let result = try json(run)
    #expect(result["rehearsed"] == true)
    return (run, result)
  }

  @Test func `a copy that a rehearsal left when it was killed goes with the next, or an erasure`()
    async throws
  {
    let stage = try Stage()
    _ = await stage.run("init")
    let files = FileManager.default
    for words in [["rehearse", "1"], ["erase", "u1", "--reason", "r", "--dry-run"]] {
      let folder = files.temporaryDirectory
        .appendingPathComponent("rollbook-rehearsal-\(UUID().uuidString)\(Unfinished.ending)")
      try files.createDirectory(at: folder, withIntermediateDirectories: false)
      try Data("plain".utf8).write(to: folder.appendingPathComponent("ledger.sqlite"))
      _ = await stage.run(words)
      #expect(!files.fileExists(atPath: folder.path), "\(words)")
    }
  }

  @Test func `the rollback of a batch is rehearsed for either system, and shows its plan`()
    async throws
  {
    try await CrossingTests.onStage { stage, server in
      _ = await stage.run("fetch")
      let user = await server.withCompany { $0.userids[0] }
      try stage.write("userid,备注\n\(user),见附件\n", to: "bad.csv")
      let push = ["push", "bad.csv", "--reason", "r", "--yes", "--read-after", "0s"]
      #expect(await stage.run(push + ["--to", "dingtalk"]).status == .done)
      let (run, result) = try await rehearse(["2"], stage, server)
      #expect(run.status == .done && result["restored"] == 1 && result["verified"] == 1)
      #expect(run.notes.contains("见附件") && run.notes.contains("1 person"))

      let employee = await server.withSimulation { $0.maycur.records[0].employeeID }
      try stage.write(
        #"[{"employeeId":"\#(employee)","roleNames":["a","b"],"customObject":{"CF1":1}}]"#,
        to: "export.json"
      )
      stage.timekeeper.advance(by: .seconds(3600))
      let imported = await stage.run("import", "export.json", "--captured-at", "2026-01-01 08:30")
      #expect(imported.status == .done, "\(imported.transcript)")
      try stage.write("工号,角色[1],自定义字段.CF1\n\(employee),x,2\n", to: "bad.csv")
      let pushed = await stage.run(push + ["--to", "maycur"])
      #expect(pushed.status == .done, "\(pushed.transcript)")
      let batch = "4"
      let (careful, left) = try await rehearse([batch], stage, server)
      #expect(careful.status == .attention && left["restored"] == 0)
      #expect(left["leftAlone"]?.elements?.count == 2)
      let (bold, back) = try await rehearse([batch, "--assume-unchanged"], stage, server)
      #expect(bold.status == .done, "\(bold.transcript)")
      #expect(back["restored"] == 2 && back["accepted"] == 1)
      #expect(back["assumed"]?.elements?.count == 2)
    }
  }

  @Test func `a replay is rehearsed, of a span of time and of a batch`() async throws {
    try await CrossingTests.onStage { stage, server in
      _ = await stage.run("fetch")
      _ = await stage.run("link")
      let users = await server.withCompany { Array($0.userids.prefix(2)) }
      stage.timekeeper.advance(by: .seconds(60))
      for user in users {
        let phone: Verbatim = user == users[0] ? "+86-13900001111" : "+852-91234567"
        try await server.withCompany { try $0.edit(user, "sys00-mobile", value: phone) }
      }
      stage.timekeeper.advance(by: .seconds(60))
      _ = await stage.run("fetch")
      let words = ["--since", "2026-01-01T00:01:00Z", "--to", "maycur", "--fields", "手机号"]
      let refused = await stage.run(["rehearse"] + words)
      #expect(refused.status == .refused && refused.notes.contains("not a mainland number"))
      let (run, result) = try await rehearse(words + ["--skip-bad"], stage, server)
      #expect(run.status == .attention, "\(run.transcript)")
      #expect(result["accepted"] == 1 && result["restored"] == 1)
      #expect(result["impossible"]?.elements?.count == 1)
      #expect(run.notes.contains("13900001111"))
      #expect(!run.notes.contains("rollbook retry"))

      try stage.write("userid,手机号\n\(users[0]),13900002222\n", to: "wanted.csv")
      let push = ["push", "wanted.csv", "--to", "dingtalk", "--reason", "r", "--yes"]
      #expect(await stage.run(push + ["--read-after", "0s"]).status == .done)
      let batches = try json(await stage.run("batches", "--format", "json")).elements ?? []
      let batch = try #require(batches.last?["operation"]?.integer)
      let (again, replayed) = try await rehearse(["\(batch)", "--to", "maycur"], stage, server)
      #expect(again.status == .done, "\(again.transcript)")
      #expect(replayed["restored"] == 1 && replayed["parent"]?.integer == batch)

      for wrong in [
        [], ["2", "--since", "2026-01-01"], ["--since", "2026-01-01"], ["2", "--propagate-clears"],
        ["2", "--to", "maycur", "--assume-unchanged"],
      ] {
        #expect(await stage.run(["rehearse"] + wrong).status == .usage)
      }
    }
  }
}
