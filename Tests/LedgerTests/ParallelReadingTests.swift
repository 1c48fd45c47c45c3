import Roster
import Synchronization
import Testing

@testable import Ledger
@testable import LedgerStorage

/// How several threads read one state of a ledger.
@Suite struct ParallelReadingTests {
  private struct Broken: Error {}

  private static func record(_ bench: Bench, _ value: String) async throws {
    let said = Content.text(Verbatim(value))
    try await bench.record(response(asked: ["a"], users: [("u", [("a", 0, said)])]))
  }

  @Test func `each thread works once, and the first may wait for the others`() async throws {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let worked = Mutex<[Int]>([])
    let reading = ParallelReading(bench.ledger.path, threads: 4) { reading, index, database in
      if index == 0 { reading.waitForOthers() }
      let entries = try LogStamp(database).entries
      #expect(entries > 0)
      worked.withLock { $0.append(index) }
    }
    #expect(try reading.finish())
    let order = worked.withLock { $0 }
    #expect(order.sorted() == [0, 1, 2, 3])
    #expect(order.last == 0)
  }

  @Test func `no thread works on another state than the one asked for`() async throws {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let before = try bench.ledger.reading { try LogStamp($0) }
    try await Self.record(bench, "2")
    let reading = ParallelReading(bench.ledger.path, threads: 2, at: before) { _, _, _ in
      Issue.record("a thread read another state")
    }
    #expect(try !reading.finish())
  }

  @Test(arguments: [0, 1])
  func `an error of any thread is thrown, and the others end`(failing: Int) async throws {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let reading = ParallelReading(bench.ledger.path, threads: 2) { reading, index, _ in
      if index == failing { throw Broken() }
      if index == 0 { reading.waitForOthers() }
    }
    #expect(throws: Broken.self) { try reading.finish() }
  }

  @Test func `a ledger that cannot be opened is an error`() {
    let reading = ParallelReading("/nowhere/ledger", threads: 3) { _, _, _ in }
    #expect(throws: (any Error).self) { try reading.finish() }
  }
}
