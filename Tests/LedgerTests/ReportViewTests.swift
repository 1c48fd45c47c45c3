import Ledger
import LedgerHistory
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// That the views that reports are made of say what the ledger itself does.
@Suite struct ReportViewTests {
  private static func rows(
    _ sql: String,
    _ ledger: Ledger,
    _ clock: ManualTimekeeper
  ) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    _ = try ledger.query(LedgerQuery(sql: sql), timekeeper: clock, begin: { _ in }) {
      rows.append($0)
    }
    return rows
  }

  private static func text(_ text: Verbatim?) -> QueryValue { text.map { .text($0) } ?? .null }

  private static func time(_ time: Instant?) -> QueryValue {
    time.map { .integer($0.milliseconds) } ?? .null
  }

  @Test func `cells are the expected roster, and changes the history`() async throws {
    var system = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var log = try RandomLog(seed: seed)
    try await log.live(40)
    let (ledger, clock) = (log.bench.ledger, log.bench.clock)
    var roster: Set<[QueryValue]> = []
    var users: Set<UserKey> = []
    for system in System.allCases {
      try ledger.roster(RosterFilter(system: system, includesLeft: true)) { row in
        users.insert(UserKey(system, row.user))
        roster.insert([
          .text(Verbatim(system.rawValue)), .text(row.user), .text(row.field),
          .integer(Int64(row.item)), .text(Verbatim(row.content.presence.rawValue)),
          Self.text(row.content.value), .integer(row.entry.rawValue), Self.time(row.since),
          Self.time(row.lastObserved),
        ])
      }
    }
    let cells = try Self.rows(
      "SELECT system, user, field, item, presence, value, entry, since, last_observed FROM cells",
      ledger,
      clock
    )
    #expect(cells.count == roster.count && !cells.isEmpty, "seed \(seed)")
    #expect(Set(cells) == roster, "seed \(seed)")
    let changes = try Self.rows("SELECT system, user, event FROM changes", ledger, clock)
    var events: Set<[QueryValue]> = []
    for user in users {
      try ledger.history(HistoryFilter(user: user)) { row in
        guard [.fetched, .imported].contains(row.kind) else { return }
        let key: QueryValue = .text(user.id)
        let event: QueryValue = .text(Verbatim(String(describing: row.event)))
        events.insert([.text(Verbatim(user.system.rawValue)), key, event])
      }
    }
    #expect(!changes.isEmpty && Set(changes).isSubset(of: events), "seed \(seed)")
  }

  private func write(_ value: Verbatim, in bench: Bench) async throws {
    bench.clock.advance(by: .seconds(60))
    let writer = try await bench.ledger.begin(
      OperationRequest(
        kind: .push,
        system: .dingtalk,
        actor: "hr@host",
        reason: "moved",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    let now = bench.clock.now()
    let base = try bench.ledger.base(of: UserKey(.dingtalk, "u1"), CellAddress("a"))
    let cell = IntendedCell(
      cell: Cell(CellAddress("a"), .text(value)),
      action: .set,
      base: base,
      reversibility: .exact
    )
    let rows = try writer.intend([IntendedRow(user: "u1", cells: [cell])], now: now)
    let sent = try writer.send(rows, now: now)
    let facts = CallFacts(askedAt: now, receivedAt: now, requestID: nil)
    try writer.record([(rows[0], .accepted)], of: sent, call: facts, now: now)
    try writer.close(.finished, now: now)
  }

  @Test
  func `a change is by the batch that wrote the cell since its last observation, or from outside`()
    async throws
  {
    let bench = try Bench()
    func see(_ value: Verbatim) async throws {
      try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text(value))])))
    }
    try await see("1")
    try await see("2")
    try await write("3", in: bench)
    try await see("3")
    try await write("+86-4", in: bench)
    try await see("4")
    try await see("5")
    try await write("6", in: bench)
    let changes = try Self.rows(
      """
      SELECT coalesce(from_words, '-') || ' ' || to_words || ' ' || coalesce("by", '-') || ' '
        || coalesce(as_written, '-') || ' ' || coalesce(reason, '-')
      FROM changes ORDER BY entry
      """,
      bench.ledger,
      bench.clock
    )
    #expect(
      changes == [
        [.text("- 1 - - -")], [.text("1 2 outside - -")], [.text("2 3 batch 3 1 moved")],
        [.text("3 4 batch 5 0 moved")], [.text("4 5 outside - -")],
      ]
    )
    let cells = try Self.rows("SELECT value, source FROM cells", bench.ledger, bench.clock)
    #expect(cells == [[.text("6"), .text("written")]])
    let writes = try Self.rows(
      "SELECT from_value, to_value, is_unobserved FROM writes ORDER BY intended",
      bench.ledger,
      bench.clock
    )
    #expect(
      writes == [
        [.text("2"), .text("3"), .integer(0)], [.text("3"), .text("+86-4"), .integer(0)],
        [.text("5"), .text("6"), .integer(1)],
      ]
    )
  }
}
