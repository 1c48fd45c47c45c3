import Ledger
import LedgerStorage
import Foundation
import GRDB
import Roster
import Synchronization

/// Reads the cells of many users, page by page, on as many threads as there are processors.
///
/// One is the caller, the others are helpers, each with a connection of its own; one that is free
/// takes the next page.
///
/// Helpers only save time: the caller reads every page that a helper could not read, and all pages if
/// no helper's connection sees the same state of the log.
final class CellReadAhead: Sendable {
  private struct State {
    /// The first page that is not taken yet.
    var next = 0
    /// The last page that the caller asked for.
    var asked = 0
    var isStopped = false
    /// Pages that were read in advance; nil for one that could not be read.
    var read: [Int: [KnownCell]?] = [:]
  }

  /// How the caller gets a page.
  private enum Step {
    case emit([KnownCell]?)
    case read(Int)
    case wait
  }

  /// How many helpers there are: one less than processors, at most seven.
  private static let helpers = min(max(ProcessInfo.processInfo.activeProcessorCount - 1, 1), 7)
  /// How many pages each helper reads in advance.
  private static let most = 4

  private let pages: [ClosedRange<UserNumber>]
  private let fields: Set<FieldNumber>?
  private let state = Mutex(State())
  // Both may be signalled without need: the waiting thread checks again.
  private let asked = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)
  private let helping = Mutex<(reading: ParallelReading, threads: Int)?>(nil)

  /// Does not read yet; ``help(_:at:)`` starts the helpers.
  ///
  /// - Parameters:
  ///   - pages: The numbers of the first and of the last user of each page.
  ///   - fields: The numbers of the fields to read; nil for all.
  init(_ pages: [ClosedRange<UserNumber>], in fields: Set<FieldNumber>?) {
    self.pages = pages
    self.fields = fields
  }

  /// Starts the helpers, which read until ``stop()``.
  ///
  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - stamp: The state of the log to read.
  ///   - entry: The last entry to read; nil for the end of the log.
  ///   - threads: How many helpers there are.
  func help(
    _ path: String,
    at stamp: LogStamp,
    upTo entry: EntryID?,
    threads: Int = CellReadAhead.helpers
  ) {
    let reading = ParallelReading(path, threads: threads, at: stamp) { [self] _, _, database in
      let known = KnownCells(database, upTo: entry)
      while let page = take(), put(try? known.observed(of: pages[page], in: fields), page) {}
    }
    helping.withLock { $0 = (reading, threads) }
  }

  /// The cells of a page; the caller asks for pages in their order.
  ///
  /// - Parameters:
  ///   - page: The number of the page, from 0.
  ///   - known: Reads the same cells as the helper does.
  /// - Returns: The cells, in the order of the projection.
  /// - Throws: Errors of SQLite.
  func cells(ofPage page: Int, _ known: KnownCells) throws -> [KnownCell] {
    while true {
      switch step(towards: page) {
      case .emit(let cells?): return cells
      case .emit(nil): return try known.observed(of: pages[page], in: fields)
      case .read(let next): _ = put(try? known.observed(of: pages[next], in: fields), next)
      case .wait: ready.wait()
      }
    }
  }

  /// Ends the helpers, and waits until they have ended.
  func stop() {
    state.withLock { $0.isStopped = true }
    guard let helping = helping.withLock({ $0 }) else { return }
    for _ in 0..<helping.threads { asked.signal() }
    // The caller reads what failed there, and then gets the error itself.
    _ = try? helping.reading.finish()
  }

  private func step(towards page: Int) -> Step {
    defer { asked.signal() }
    return state.withLock { state in
      state.asked = page
      if let cells = state.read.removeValue(forKey: page) { return .emit(cells) }
      if state.next <= page {
        state.next = page + 1
        return .emit(nil)
      }
      return Self.take(&state, of: pages.count).map(Step.read) ?? .wait
    }
  }

  /// The next page, as soon as it is not too far ahead; nil after ``stop()``.
  private func take() -> Int? {
    while true {
      let (page, isOver) = state.withLock { state in
        (Self.take(&state, of: pages.count), state.isStopped || state.next >= pages.count)
      }
      if let page { return page }
      if isOver { return nil }
      asked.wait()
    }
  }

  private static func take(_ state: inout State, of count: Int) -> Int? {
    guard !state.isStopped, state.next < min(count, state.asked + 1 + most * helpers) else {
      return nil
    }
    defer { state.next += 1 }
    return state.next
  }

  /// Stores a page that was read, nil if it could not be read; returns false for nil.
  private func put(_ cells: [KnownCell]?, _ page: Int) -> Bool {
    state.withLock { $0.read[page] = .some(cells) }
    ready.signal()
    return cells != nil
  }
}
