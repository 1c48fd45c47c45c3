import Dispatch
import Foundation
import Roster
import RollbookTestSupport
import Synchronization
import Testing

@testable import Ledger
@testable import LedgerHistory
@testable import LedgerStorage

/// How several readings share a bounded set of connections.
@Suite struct ReaderPoolTests {
  private static func record(_ bench: Bench, _ value: String) async throws {
    let said = Content.text(Verbatim(value))
    try await bench.record(response(asked: ["a"], users: [("u", [("a", 0, said)])]))
  }

  @Test func `as many readings go on at once as there are connections, and the next one waits`()
    async throws
  {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let path = bench.ledger.path
    let pool = ReaderPool(path, first: try Connection.reader(path), most: 2)
    let counts = Mutex((now: 0, most: 0, done: 0))
    let entered = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    let ended = DispatchGroup()
    for _ in 0..<6 {
      ended.enter()
      Thread.detachNewThread {
        defer { ended.leave() }
        let entries = try? pool.read { database in
          counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
          }
          entered.signal()
          goOn.wait()
          counts.withLock { $0.now -= 1 }
          return try LogStamp(database).entries
        }
        if let entries, entries > 0 { counts.withLock { $0.done += 1 } }
      }
    }
    // Two are in; a third one would come within this time.
    await offThread {
      for _ in 0..<2 { entered.wait() }
      #expect(entered.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
      for _ in 0..<6 { goOn.signal() }
      ended.wait()
    }
    #expect(counts.withLock { $0 } == (now: 0, most: 2, done: 6))
  }

  @Test func `readings of one state see nothing of what is appended meanwhile`() async throws {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let first = try bench.ledger.operations().count
    let (ledger, begun, appended) = (
      bench.ledger, DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    async let seen = offThread {
      try? ledger.inOneState { state in
        let before = (try state.operations().count, try contents(state))
        begun.signal()
        appended.wait()
        return [before, (try state.operations().count, try contents(state))]
      }
    }
    await offThread { begun.wait() }
    try await Self.record(bench, "2")
    #expect(try ledger.operations().count == first + 1)
    appended.signal()
    let states = try #require(await seen)
    #expect(states.map(\.0) == [first, first])
    #expect(states.map(\.1) == [[.text("1")], [.text("1")]])
    #expect(try contents(ledger) == [.text("2")])
  }

  @Test func `what is cached of one state is not used for another connection's`() async throws {
    let bench = try Bench()
    try await Self.record(bench, "1")
    let ledger = bench.ledger
    for number in 2..<6 {
      try await Self.record(bench, "\(number)")
      let rosters = Mutex<[[Content]]>([])
      await offThread {
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
          if let roster = try? contents(ledger) { rosters.withLock { $0.append(roster) } }
        }
      }
      #expect(rosters.withLock { $0 } == Array(repeating: [.text(Verbatim("\(number)"))], count: 4))
    }
  }
}

/// The contents of all cells, as read now.
private func contents(_ ledger: Ledger) throws -> [Content] {
  var contents: [Content] = []
  try ledger.roster(RosterFilter()) { contents.append($0.content) }
  return contents
}

/// Runs what blocks on a thread of its own.
private func offThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}
