import GRDB
import Ledger
import Mirror
import PostgreSQL
import RollbookTestSupport
import Roster
import Testing

extension OnPostgres {
  /// The documented views, written once for SQLite and once for PostgreSQL.
  @Suite struct MirrorViewTests {
    /// The views that people read, of a ledger's file.
    private static let names = """
      SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT IN
        ('cell_changes', 'cell_events', 'expected_cells', 'expected_writes') ORDER BY name
      """

    @Test func `each view has the rows that it has in the ledger, and log before its columns`()
      async throws
    {
      let stage = try MirrorStage()
      let seed = UInt64.random(in: 0...UInt64.max / 2)
      let full = try await FullLog(erasing: true).bench
      var benches = [("full", full)]
      for seed in seed..<(seed + 3) {
        var log = try RandomLog(seed: seed, erases: seed % 2 == 0)
        let ledger = log.bench.ledger
        try stage.mirror().prepare(for: ledger)
        // In several rounds, so that what was there before is brought up to date.
        for _ in 0..<6 {
          try await log.live(6)
          var follower = stage.follower(ledger)
          _ = try follower.round()
        }
        benches.append(("seed \(seed)", log.bench))
      }
      try stage.mirror().prepare(for: full.ledger)
      var follower = stage.follower(full.ledger)
      _ = try follower.round()
      var seen: [String: Int] = [:]
      for (name, bench) in benches {
        for (view, count) in try compare(bench.ledger, stage, name) {
          seen[view, default: 0] += count
        }
      }
      #expect(seen.count == 33)
      #expect(seen.filter { $0.value == 0 }.isEmpty)
    }

    /// Compares every view, and returns how many rows each has.
    private func compare(
      _ ledger: Ledger,
      _ stage: MirrorStage,
      _ comment: String
    ) throws -> [String: Int] {
      let connection = try stage.connect()
      let log = try Mirror(connection).standing(log: nil, or: ledger).log
      let file = try DatabaseQueue(path: ledger.path)
      var counts: [String: Int] = [:]
      for view in try file.read({ try String.fetchAll($0, sql: Self.names) }) {
        let columns = try file.read {
          try String.fetchAll($0, sql: "SELECT name FROM pragma_table_info('\(view)')")
        }
        let there = try connection.rows(
          """
          SELECT column_name::text FROM information_schema.columns
          WHERE table_schema = 'rollbook' AND table_name = '\(view)' ORDER BY ordinal_position
          """
        ).compactMap { $0[0].text }
        #expect(there == ["log"] + columns, "\(comment): \(view)")
        // The time of the query is another one in each.
        let compared = view == "read_position" ? ["entry", "recorded_at"] : columns
        let list = compared.map { "\"\($0)\"" }.joined(separator: ", ")
        let wholly = compared.map { name in
          // Read as a text, it would end at the first zero byte of the texts that it is made of.
          name.hasSuffix("words") ? "CAST(\(name) AS BLOB)" : "\"\(name)\""
        }.joined(separator: ", ")
        let here = try file.read { database in
          try Row.fetchAll(database, sql: "SELECT \(wholly) FROM \(view)").map {
            Self.line(of: $0)
          }
        }
        let rows = try connection.rows(
          "SELECT \(list) FROM rollbook.\"\(view)\" WHERE log = $1",
          [.integer(log)]
        ).map { Self.line(of: $0) }
        let (excess, missing) = (Set(rows).subtracting(here), Set(here).subtracting(rows))
        #expect(excess == missing, "\(comment): \(view)")
        #expect(rows.count == here.count, "\(comment): \(view)")
        counts[view] = here.count
      }
      return counts
    }

    private static func line(of row: Row) -> String {
      row.databaseValues.map { value in
        switch value.storage {
        case .null: "NULL"
        case .int64(let number): "\(number)"
        case .string(let text): "'\(text)'"
        case .blob(let data):
          // PostgreSQL's texts end at a zero byte, and words are made of such texts.
          "'\(String(decoding: data, as: UTF8.self).replacing(/\0.*?(?= \(|\)$|$)/, with: ""))'"
        default: "\(value)"
        }
      }.joined(separator: " ")
    }

    private static func line(of row: [PostgresValue]) -> String {
      row.map { value in
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .text(let text): "'\(text)'"
        default: "\(value)"
        }
      }.joined(separator: " ")
    }
  }
}
