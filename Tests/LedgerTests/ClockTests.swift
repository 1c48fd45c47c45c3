import LedgerHistory
import Ledger
import RollbookTestSupport
import Roster
import Testing

/// A ledger that was once written with a clock in the future.
@Suite struct ClockTests {
  private let bench: Bench
  private let start: Instant

  init() throws {
    bench = try Bench()
    start = bench.clock.now()
  }

  private func record(_ value: Verbatim) async throws {
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text(value))])))
  }

  /// The ledger as read with a correct clock.
  private var observed: Ledger {
    get throws { try Ledger.open(at: bench.ledger.path, timekeeper: bench.clock) }
  }

  @Test func `a moment is found by the clock's own times once the clock is right again`()
    async throws
  {
    try await record("before")
    let atFirst = bench.clock.now()
    #expect(try observed.ahead(of: atFirst) == nil)
    bench.clock.set(to: start + .seconds(4 * 365 * 86_400))
    try await record("in the future")
    bench.clock.set(to: start + .seconds(86_400))
    try await record("after")
    let now = bench.clock.now()
    try await record("later")
    bench.clock.advance(by: .seconds(60))
    let ledger = try observed
    let ahead = try #require(try ledger.ahead(of: bench.clock.now()))
    #expect(ahead.first == 4)
    #expect(ahead.recordedAt > now)
    // Three entries a fetch: opened, fetched, closed.
    #expect(try ledger.position(at: .time(atFirst)).entry == 3)
    #expect(try ledger.position(at: .time(start + .seconds(3600))).entry == 3)
    #expect(try ledger.position(at: .time(now)).entry == 9)
    #expect(try ledger.position(at: .time(bench.clock.now())).entry == 12)
    #expect(try ledger.lastEntry(at: now) == 9)
    // Without a clock there is no telling which of the times was wrong.
    #expect(try bench.ledger.position(at: .time(now)).entry == 3)
  }

  @Test func `a clock that was set back once makes nothing older`() async throws {
    bench.clock.advance(by: .seconds(86_400))
    try await record("1")
    bench.clock.set(to: Instant(milliseconds: 0))
    try await record("2")
    bench.clock.set(to: start + .seconds(2 * 86_400))
    let ledger = try observed
    #expect(try ledger.ahead(of: bench.clock.now()) == nil)
    #expect(try ledger.position(at: .time(start)).entry == 0)
  }

  @Test func `it is known when a fetch ended, but for the one in the future`() async throws {
    bench.clock.set(to: start + .seconds(4 * 365 * 86_400))
    try await record("in the future")
    let future = bench.clock.now()
    bench.clock.set(to: start)
    #expect(try observed.status().lastFetchEnded == future)
    try await record("after")
    #expect(try observed.status().lastFetchEnded == bench.clock.now())
    #expect(try observed.written(2, by: bench.clock.now()) == bench.clock.now())
    #expect(try observed.written(2, by: start) == nil)
  }
}
