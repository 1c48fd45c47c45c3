import Foundation
import GRDB
import Ledger
import RollbookTestSupport
import Roster
import Testing

/// That the views of a moment are those of a book that ends there.
@Suite struct MomentTests {
  /// Every view of the file.
  private static func views(_ ledger: Ledger) throws -> [String] {
    try DatabaseQueue(path: ledger.path).read {
      try String.fetchAll(
        $0,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"
      )
    }
  }

  private static func rows(
    of view: String,
    at moment: AsOf,
    in ledger: Ledger,
    _ clock: ManualTimekeeper
  ) throws -> Set<[QueryValue]> {
    var rows: Set<[QueryValue]> = []
    let columns = view == "moment" ? "entry, recorded_at" : "*"
    _ = try ledger.query(
      LedgerQuery(sql: "SELECT \(columns) FROM \(view)", moment: moment),
      timekeeper: clock,
      begin: { _ in }
    ) { rows.insert($0) }
    return rows
  }

  private static func line(_ row: [QueryValue]) -> String {
    row.map { String(describing: $0) }.joined(separator: " ")
  }

  /// A copy of the book with everything after an entry cut off, and all that is derived made anew.
  private static func cut(
    _ ledger: Ledger,
    after entry: Int64,
    to path: String,
    _ clock: ManualTimekeeper
  ) async throws -> Ledger {
    try ledger.backUp(to: path)
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      let triggers = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
      )
      for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger)") }
      for table in [
        "event", "closing", "enumeration", "not_returned", "dismissal", "description",
        "personal_union",
        "link", "intended", "sending", "outcome", "skipping", "settlement",
      ] { try database.execute(sql: "DELETE FROM \(table) WHERE entry > \(entry)") }
      try database.execute(
        sql: """
          DELETE FROM entry WHERE id > \(entry);
          DELETE FROM append WHERE first_entry > \(entry);
          UPDATE append SET entries = \(entry) - first_entry + 1
          WHERE first_entry + entries - 1 > \(entry);
          DELETE FROM option WHERE description NOT IN (SELECT id FROM description);
          DELETE FROM write WHERE event NOT IN (SELECT id FROM event);
          DELETE FROM personal_value WHERE id NOT IN (SELECT id FROM event);
          DELETE FROM limit_override WHERE operation NOT IN (SELECT operation FROM append);
          DELETE FROM import WHERE operation NOT IN (SELECT operation FROM append);
          DELETE FROM operation WHERE id NOT IN (SELECT operation FROM append);
          DELETE FROM user WHERE id NOT IN (SELECT user FROM entry WHERE user IS NOT NULL)
            AND id NOT IN (SELECT maycur FROM link);
          DELETE FROM personal_user WHERE id NOT IN (SELECT id FROM user);
          """
      )
    }
    try queue.close()
    let copy = try Ledger.open(at: path)
    _ = try await copy.rebuild(wait: .zero, timekeeper: clock)
    return copy
  }

  @Test func `each view as of an entry is that of a book that ends there`() async throws {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var seen: [String: Int] = [:]
    for seed in first..<(first + 2) {
      var book = try RandomBook(seed: seed)
      try await book.live(24)
      let (ledger, clock) = (book.bench.ledger, book.bench.clock)
      let views = try Self.views(ledger)
      let last = try ledger.standing(at: .now).entry
      var random = Seeded(seed)
      let moments = (0..<2).map { _ in Int64.random(in: 0...last, using: &random) } + [last]
      for (index, entry) in moments.enumerated() {
        let path = book.bench.folder.path("cut-\(index)")
        let copy = try await Self.cut(ledger, after: entry, to: path, clock)
        for view in views {
          let then = try Self.rows(of: view, at: .entry(entry), in: ledger, clock)
          let expected = try Self.rows(of: view, at: .now, in: copy, clock)
          let excess = then.subtracting(expected).map(Self.line)
          let missing = expected.subtracting(then).map(Self.line)
          #expect(excess == missing, "seed \(seed), entry \(entry), view \(view)")
          seen[view, default: 0] += then.count
        }
      }
    }
    #expect(seen.values.count { $0 > 0 } > 15, "few rows from seed \(first) on")
  }

  @Test func `a moment is an entry, when it was recorded, and the time that is asked about`()
    async throws
  {
    let bench = try Bench()
    try await bench.record(answer(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let recorded = bench.clock.now()
    bench.clock.advance(by: .seconds(3600))
    func moment(_ moment: AsOf) throws -> [QueryValue] {
      var found: [QueryValue] = []
      _ = try bench.ledger.query(
        LedgerQuery(sql: "SELECT * FROM moment", moment: moment),
        timekeeper: bench.clock,
        begin: { _ in }
      ) { found = $0 }
      return found
    }
    let last: QueryValue = .integer(recorded.milliseconds)
    #expect(try moment(.now) == [.integer(3), last, .integer(bench.clock.now().milliseconds)])
    #expect(try moment(.entry(3)) == [.integer(3), last, last])
    let later = recorded + .seconds(5)
    #expect(try moment(.time(later)) == [.integer(3), last, .integer(later.milliseconds)])
    #expect(try moment(.entry(0)) == [.integer(0), .null, .null])
  }
}
