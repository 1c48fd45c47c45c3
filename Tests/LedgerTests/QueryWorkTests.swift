import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster
import Synchronization
import Testing

/// That a question about one person, field, batch or period costs the same in a larger company.
@Suite struct QueryWorkTests {
  /// What the work of a question may grow with.
  enum Growth: Sendable {
    case nothing
    case people
    case fields
  }

  /// Counts how often SQLite asks whether time is left: once for each thousand steps.
  private final class StepCounter: Timekeeper {
    private let count = Mutex(0)
    private let clock = ManualTimekeeper()

    var thousands: Int { count.withLock { $0 } }

    func now() -> Instant { clock.now() }

    func monotonic() -> Instant {
      count.withLock { $0 += 1 }
      return Instant(milliseconds: 0)
    }

    func sleep(for duration: Duration) async throws { try await clock.sleep(for: duration) }
  }

  private static let questions: [(sql: String, growth: Growth)] = [
    ("SELECT * FROM cells WHERE user_number = 7", .fields),
    ("SELECT * FROM cells WHERE user_number = user_number('dingtalk', 'u7')", .fields),
    ("SELECT * FROM cells WHERE user_number IN (SELECT 7)", .fields),
    ("SELECT value FROM cells WHERE user_number = 7 AND field = 'f1' AND item = 0", .nothing),
    ("SELECT * FROM cells WHERE field = 'f1'", .people),
    ("SELECT * FROM roster WHERE user_number = 7", .fields),
    ("SELECT * FROM roster WHERE field = 'f1'", .people),
    ("SELECT * FROM history WHERE user_number = 7", .fields),
    ("SELECT * FROM history WHERE field = 'f1'", .people),
    ("SELECT * FROM cell_versions WHERE user_number = 7", .fields),
    ("SELECT * FROM cell_versions WHERE field = 'f1'", .people),
    ("SELECT * FROM changes WHERE user_number = 7", .fields),
    ("SELECT * FROM changes WHERE field = 'f1'", .people),
    ("SELECT * FROM changes WHERE NOT is_first AND recorded_at BETWEEN 0 AND 9e15", .nothing),
    ("SELECT * FROM changes WHERE NOT is_first AND recorded_at > 0 AND field = 'f1'", .nothing),
    ("SELECT * FROM writes WHERE user_number = 7", .nothing),
    ("SELECT * FROM writes WHERE operation = 7", .nothing),
    ("SELECT * FROM batch_rows WHERE operation = 7", .nothing),
    ("SELECT * FROM memberships WHERE user_number = 7", .nothing),
    ("SELECT * FROM observations WHERE user_number = 7", .nothing),
    ("SELECT * FROM last_observations WHERE user_number = 7", .fields),
    ("SELECT * FROM last_responses WHERE user_number = 7", .nothing),
  ]

  /// A ledger of a company in which two cells have changed since the first response.
  private static func ledger(people: Int, fields: Int) async throws -> Bench {
    let bench = try Bench()
    let codes = (1...fields).map { Verbatim("f\($0)") }
    func cells(_ mark: String) -> [(FieldCode, Int, Content)] {
      codes.map { ($0, 0, .text($0 == "f1" ? Verbatim("x\(mark)") : "x")) }
    }
    let users = (1...people).map { Verbatim("u\($0)") }
    try await bench.enumerate(users, limit: ShrinkLimit(percent: 100, people: people))
    let asked = Set(codes)
    try await bench.record(response(asked: asked, users: users.map { ($0, cells("1")) }))
    try await bench.record(
      response(
        asked: asked,
        users: users.map { ($0, cells($0 == "u7" || $0 == "u8" ? "2" : "1")) }
      )
    )
    return bench
  }

  private static func work(_ sql: String, at moment: AsOf, on bench: Bench) throws -> Int {
    let counter = StepCounter()
    _ = try bench.ledger.query(
      LedgerQuery(sql: sql, moment: moment),
      timekeeper: counter,
      begin: { _ in }
    ) { _ in }
    return counter.thousands
  }

  @Test func `a question costs what its answer is worth, now and as of an entry`() async throws {
    let small = try await Self.ledger(people: 60, fields: 8)
    let manyPeople = try await Self.ledger(people: 600, fields: 8)
    let manyFields = try await Self.ledger(people: 60, fields: 80)
    // A question that reads everything is seen to cost more.
    let all = "SELECT count(value) FROM cells"
    let least = try Self.work(all, at: .now, on: small)
    #expect(try Self.work(all, at: .now, on: manyPeople) > 5 * least)
    #expect(try Self.work(all, at: .now, on: manyFields) > 5 * least)
    for (sql, growth) in Self.questions {
      for isOfEntry in [false, true] {
        func work(_ bench: Bench) throws -> Int {
          let last = try bench.ledger.position(at: .now).entry
          return try Self.work(sql, at: isOfEntry ? .entry(last - 1) : .now, on: bench)
        }
        let base = try work(small)
        let people = growth == .people ? base : try work(manyPeople)
        let fields = growth == .fields ? base : try work(manyFields)
        let message = "\(sql), as of an entry: \(isOfEntry): \(base), \(people), \(fields)"
        #expect(people <= base + 5 && fields <= base + 5, "\(message)")
      }
    }
  }
}
