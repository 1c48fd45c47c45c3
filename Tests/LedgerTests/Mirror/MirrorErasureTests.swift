import Foundation
import Ledger
import Mirror
import PostgreSQL
import RollbookTestSupport
import Roster
import Testing

extension OnPostgres {
  /// What an erasure takes from a mirror, and what it leaves alone.
  @Suite struct MirrorErasureTests {
    @Test
    func `of two ledgers with the same numbers, the one that erases leaves the other every byte`()
      async throws
    {
      let stage = try MirrorStage()
      let (one, other) = (try await FullLog(), try await FullLog())
      for log in [one, other] {
        try stage.mirror().prepare(for: log.bench.ledger)
        var follower = stage.follower(log.bench.ledger)
        _ = try follower.round()
      }
      let before = try rows(of: 2, stage)
      let writer = try await one.begin(.erase, .dingtalk)
      _ = try writer.erase("u1", fields: nil, now: one.now)
      _ = try writer.erase("u2", fields: ["b"], now: one.now)
      try writer.scrub()
      try writer.close(.finished, now: one.now)
      var follower = stage.follower(one.bench.ledger)
      #expect(try #require(try follower.round()).erased > 10)
      #expect(try rows(of: 2, stage) == before)
      try stage.expectRestored(one.bench.ledger, "erased")
      try stage.expectRestored(other.bench.ledger, "other")
    }

    private func rows(of log: Int64, _ stage: MirrorStage) throws -> [String] {
      let connection = try stage.connect()
      let tables =
        try LogTable.all().map { "rollbook_log.\"\($0.name)\"" } + ["rollbook.cell_version"]
      return try tables.flatMap { table in
        try connection.rows(
          "SELECT t::text FROM \(table) t WHERE log = $1 ORDER BY 1",
          [.integer(log)]
        ).map { "\(table) \($0)" }
      }
    }

    @Test func `after scrub no file of a table has a byte of what was erased`() async throws {
      let stage = try MirrorStage()
      let bench = try Bench()
      let needle: Verbatim = "needle-in-the-heap-4711"
      let users: [Verbatim] = (1...40).map { Verbatim("person\($0)") }
      for round in 1...3 {
        for user in users {
          let text = user == "person7" ? Verbatim("\(needle)-\(round)") : Verbatim("x\(round)")
          try await bench.record(response(asked: ["a"], (user, [("a", 0, .text(text))])))
        }
      }
      try stage.mirror().prepare(for: bench.ledger)
      var follower = stage.follower(bench.ledger)
      _ = try follower.round()
      #expect(try found(needle, stage) > 0)
      let request = OperationRequest(
        kind: .erase,
        system: .dingtalk,
        actor: "dpo@host",
        parameters: "{}",
        program: "test"
      )
      let writer = try await bench.ledger.begin(request, wait: .zero, timekeeper: bench.clock)
      _ = try writer.erase("person7", fields: nil, now: bench.clock.now())
      try writer.close(.finished, now: bench.clock.now())
      _ = try follower.round()
      let tables = try stage.mirror().scrub()
      #expect(tables.contains("rollbook_log.personal_value"))
      // A row stays as long as a transaction is open that began before it was deleted, such as that of
      // the server's own vacuum.
      for _ in 0..<100 where try found(needle, stage) + found("person7", stage) > 0 {
        try await Task.sleep(for: .milliseconds(100))
        _ = try stage.mirror().scrub()
      }
      #expect(try found(needle, stage) == 0)
      #expect(try found("person7", stage) == 0)
      try stage.expectRestored(bench.ledger, "scrubbed")
    }

    /// In how many files of tables a text is, after all pages are written.
    private func found(_ text: Verbatim, _ stage: MirrorStage) throws -> Int {
      try stage.connect().execute("CHECKPOINT")
      let folder = stage.server.files + "/base"
      let files = FileManager.default.enumerator(atPath: folder)
      return (files?.allObjects as? [String] ?? []).count { name in
        FileManager.default.contents(atPath: "\(folder)/\(name)")?.has(text.text) == true
      }
    }
  }
}
