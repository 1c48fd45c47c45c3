import Dispatch
import Foundation
package import GRDB
import Synchronization

/// Threads that read the same state of a ledger, each with a connection of its own.
///
/// SQLite has no snapshot that connections share, so each thread begins to read and compares its
/// ``LogStamp`` with those of the others. If they differ, because a writer committed in between, no
/// thread does anything.
///
/// Example: `try ParallelReading(path, threads: 2) { _, index, database in … }.finish()`
package final class ParallelReading: Sendable {
  /// What a thread does; it gets its index, from 0, and its connection.
  package typealias Work = @Sendable (ParallelReading, Int, Database) throws -> Void

  private struct State {
    var stamps: [LogStamp] = []
    var isSame = true
    var failure: (any Error)?
  }

  private let path: String
  private let count: Int
  private let stamp: LogStamp?
  private let state = Mutex(State())
  private let begun = DispatchGroup()
  private let first = DispatchGroup()
  private let others = DispatchGroup()

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - count: The number of threads.
  ///   - stamp: The state to read; nil for any that all threads see.
  ///   - work: What each thread does.
  package init(_ path: String, threads count: Int, at stamp: LogStamp? = nil, work: @escaping Work)
  {
    self.path = path
    self.count = count
    self.stamp = stamp
    // All of them, before the first thread starts: it must not find that all have begun.
    for _ in 0..<count { begun.enter() }
    for index in 0..<count {
      let finished = index == 0 ? first : others
      finished.enter()
      Thread.detachNewThread { [self] in
        defer { finished.leave() }
        do { try run(index, work) } catch {
          state.withLock { $0.failure = $0.failure ?? error }
        }
      }
    }
  }

  private func run(_ index: Int, _ work: Work) throws {
    var hasBegun = false
    defer { if !hasBegun { begun.leave() } }
    try Connection.reader(path).read { database in
      let mine = try LogStamp(database)
      state.withLock { $0.stamps.append(mine) }
      hasBegun = true
      begun.leave()
      if stamp == nil { begun.wait() }
      let isSame = state.withLock { state in
        let wanted = stamp.map { [$0] } ?? state.stamps
        let isSame = wanted.allSatisfy { $0 == mine } && (stamp != nil || wanted.count == count)
        state.isSame = state.isSame && isSame
        return isSame
      }
      if isSame { try work(self, index, database) }
    }
  }

  /// Waits until all threads but the first have ended; for the first.
  package func waitForOthers() { others.wait() }

  /// Waits until all threads have ended.
  ///
  /// - Returns: Whether all saw the state, and so did their work.
  /// - Throws: The first error of a thread.
  @discardableResult package func finish() throws -> Bool {
    first.wait()
    others.wait()
    let state = state.withLock { $0 }
    if let failure = state.failure { throw failure }
    return state.isSame
  }
}
