import Foundation
import GRDB
import Ledger
import LedgerHistory
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// That the views of a moment are those of a log that ends there.
@Suite struct MomentTests {
  /// Every view of the file that a query may read, except that of sets of fields, which have no time.
  fileprivate static func views(_ ledger: Ledger) throws -> [String] {
    try DatabaseQueue(path: ledger.path).read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT IN
            ('cell_changes', 'cell_events', 'expected_cells', 'expected_writes', 'scopes')
          ORDER BY name
          """
      )
    }
  }

  fileprivate static func rows(
    of view: String,
    at moment: AsOf,
    in ledger: Ledger,
    _ clock: ManualTimekeeper
  ) throws -> Set<[QueryValue]> {
    var rows: Set<[QueryValue]> = []
    let columns = view == "read_position" ? "entry, recorded_at" : "*"
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

  /// What every view returned when the log had a number of entries; of the last state, if something
  /// was recorded after an entry and before the next.
  private final class Past {
    private(set) var views: [EntryID: [String: Set<[QueryValue]>]] = [:]
    private let names: [String]
    private let clock: ManualTimekeeper
    private let seed: UInt64

    init(_ log: RandomLog, seed: UInt64) throws {
      names = try MomentTests.views(log.bench.ledger)
      clock = log.bench.clock
      self.seed = seed
    }

    /// Records one entry of twelve, and those after which an erasure has deleted nothing.
    func check(_ ledger: Ledger) throws {
      let entry = try ledger.position(at: .now).entry
      var last: EntryKind?
      try ledger.entries(EntryFilter(last: 1)) { last = $0.kind }
      // What was erased is gone from every moment.
      if last == .erased { views = [:] }
      guard (UInt64(bitPattern: entry.rawValue) &+ seed) % 12 == 0 || last == .erased else {
        return
      }
      var found: [String: Set<[QueryValue]>] = [:]
      for name in names {
        found[name] = try MomentTests.rows(of: name, at: .now, in: ledger, clock)
      }
      views[entry] = found
    }
  }

  @Test(arguments: [false, true])
  func `each view as of an entry is what it was when the log ended there`(
    erases: Bool
  ) async throws {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var observed: [String: Int] = [:]
    for seed in first..<(first + 2) {
      var log = try RandomLog(seed: seed, erases: erases)
      let past = try Past(log, seed: seed)
      log.observe = past.check
      try await log.live(erases ? 40 : 24)
      let (ledger, clock) = (log.bench.ledger, log.bench.clock)
      for (entry, views) in past.views.sorted(by: { $0.key < $1.key }) {
        for (view, expected) in views {
          let then = try Self.rows(of: view, at: .entry(entry), in: ledger, clock)
          let excess = then.subtracting(expected).map(Self.line)
          let missing = expected.subtracting(then).map(Self.line)
          #expect(excess == missing, "seed \(seed), entry \(entry), view \(view)")
          observed[view, default: 0] += then.count
        }
      }
    }
    #expect(observed.values.count { $0 > 0 } > (erases ? 8 : 15), "few rows from seed \(first) on")
  }

  @Test func `what an operation exceeded, a file, and who is back, are not known before`()
    async throws
  {
    let log = try await FullLog(erasing: true)
    let (ledger, clock) = (log.bench.ledger, log.bench.clock)
    let last = try ledger.position(at: .now).entry
    func rows(_ view: String, at entry: EntryID) throws -> Int {
      try Self.rows(of: view, at: .entry(entry), in: ledger, clock).count
    }
    var readmitted: EntryID = 0
    var intended: EntryID = 0
    var imported: EntryID = 0
    try ledger.entries(EntryFilter()) { row in
      if row.kind == .readmitted { readmitted = row.entry }
      if row.kind == .intended, intended == 0 || row.entry == intended + 1 { intended = row.entry }
      if row.kind == .imported, imported == 0 { imported = row.entry }
    }
    let lifted = try Self.rows(of: "erasures", at: .entry(readmitted - 1), in: ledger, clock)
    #expect(lifted.count == 2 && lifted.allSatisfy { !$0.contains(.integer(readmitted.rawValue)) })
    #expect(
      try Self.rows(of: "erasures", at: .entry(last), in: ledger, clock)
        .contains { $0.contains(.integer(readmitted.rawValue)) }
    )
    #expect(try rows("overrides", at: intended - 1) == 0 && rows("overrides", at: intended) == 1)
    #expect(try rows("imports", at: imported - 1) == 0 && rows("imports", at: imported) == 1)
  }

  @Test func `every table under the views is as of the moment, or is reached by number only`()
    async throws
  {
    let bench = try Bench()
    let ledger = bench.ledger
    let schema = try await DatabaseQueue(path: ledger.path).read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view')"
      ).map { (type: $0[0] as String, name: $0[1] as String, sql: $0[2] as String) }
    }
    let tables = Set(schema.filter { $0.type == "table" }.map(\.name))
    var under: Set<String> = []
    for view in schema where view.type == "view" {
      for match in view.sql.matches(of: /\b(?:FROM|JOIN)\s+([a-z_]+)/) {
        under.insert(String(match.1))
      }
    }
    let limited = Set(PositionSources.all(upTo: 1).map(\.name))
    #expect(under.intersection(tables).subtracting(limited) == PositionSources.unlimited)
    #expect(limited.isDisjoint(with: PositionSources.unlimited))
  }

  @Test func `a moment is an entry, when it was recorded, and the time that is asked about`()
    async throws
  {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let recorded = bench.clock.now()
    bench.clock.advance(by: .seconds(3600))
    func moment(_ moment: AsOf) throws -> [QueryValue] {
      var found: [QueryValue] = []
      _ = try bench.ledger.query(
        LedgerQuery(sql: "SELECT * FROM read_position", moment: moment),
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
