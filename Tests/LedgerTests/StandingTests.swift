import Ledger
import RollbookTestSupport
import Roster
import Testing

@Suite struct StandingTests {
  @Test func `a moment stands at the last entry that was recorded by then`() async throws {
    let bench = try Bench()
    let empty = try bench.ledger.standing(at: .now)
    #expect(empty == Standing(entry: 0, recordedAt: nil))
    let before = bench.clock.now()
    try await bench.record(answer(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let first = bench.clock.now()
    try await bench.record(answer(asked: ["a"], ("u1", [("a", 0, .text("2"))])))
    let ledger = bench.ledger
    #expect(try ledger.standing(at: .time(before)).entry == 0)
    #expect(try ledger.standing(at: .time(first)) == Standing(entry: 3, recordedAt: first))
    #expect(try ledger.standing(at: .before(operation: 2)).entry == 3)
    #expect(try ledger.standing(at: .after(operation: 2)).entry == 6)
    #expect(try ledger.standing(at: .entry(2)).entry == 2)
    #expect(try ledger.standing(at: .now).entry == 6)
  }

  @Test func `a moment that the book does not have is refused`() throws {
    let bench = try Bench()
    #expect(throws: LedgerError.noSuchEntry(7, last: 0)) {
      try bench.ledger.standing(at: .entry(7))
    }
    #expect(throws: LedgerError.noSuchOperation(3)) {
      try bench.ledger.standing(at: .after(operation: 3))
    }
  }
}
