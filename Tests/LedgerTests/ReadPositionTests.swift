import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

@Suite struct ReadPositionTests {
  @Test func `a time means the last entry that was recorded by then`() async throws {
    let bench = try Bench()
    let empty = try bench.ledger.position(at: .now)
    #expect(empty == ReadPosition(entry: 0, recordedAt: nil))
    let before = bench.clock.now()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let first = bench.clock.now()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("2"))])))
    let ledger = bench.ledger
    #expect(try ledger.position(at: .time(before)).entry == 0)
    #expect(try ledger.position(at: .time(first)) == ReadPosition(entry: 3, recordedAt: first))
    #expect(try ledger.position(at: .before(operation: 2)).entry == 3)
    #expect(try ledger.position(at: .after(operation: 2)).entry == 6)
    #expect(try ledger.position(at: .entry(2)).entry == 2)
    #expect(try ledger.position(at: .now).entry == 6)
  }

  @Test func `a moment that the log does not have is refused`() throws {
    let bench = try Bench()
    #expect(throws: LedgerError.noSuchEntry(7, last: 0)) {
      try bench.ledger.position(at: .entry(7))
    }
    #expect(throws: LedgerError.noSuchOperation(3)) {
      try bench.ledger.position(at: .after(operation: 3))
    }
  }
}
