import Ledger
import LedgerStorage
import Foundation
import GRDB
import Roster
import Synchronization

/// Reads the cells of many users, page by page, on two threads.
///
/// One is the caller, the other a helper with its own connection; the one that is free takes the
/// next page.
///
/// The helper only saves time: the caller reads every page that the helper could not read, and all
/// pages if the helper's connection does not see the same state of the log.
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

  /// How many pages are read in advance.
  private static let most = 4

  private let pages: [ClosedRange<UserNumber>]
  private let fields: Set<FieldNumber>?
  private let state = Mutex(State())
  // Both may be signalled without need: the waiting thread checks again.
  private let asked = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)
  private let helper = Mutex<ParallelReading?>(nil)

  /// Does not read yet; ``help(_:at:)`` starts the helper.
  ///
  /// - Parameters:
  ///   - pages: The numbers of the first and of the last user of each page.
  ///   - fields: The numbers of the fields to read; nil for all.
  init(_ pages: [ClosedRange<UserNumber>], in fields: Set<FieldNumber>?) {
    self.pages = pages
    self.fields = fields
  }

  /// Starts the helper, which reads until ``stop()``.
  ///
  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - stamp: The state of the log to read.
  ///   - entry: The last entry to read; nil for the end of the log.
  func help(_ path: String, at stamp: LogStamp, upTo entry: EntryID?) {
    let reading = ParallelReading(path, threads: 1, at: stamp) { [self] _, _, database in
      let known = KnownCells(database, upTo: entry)
      while let page = take(), put(try? known.observed(of: pages[page], in: fields), page) {}
    }
    helper.withLock { $0 = reading }
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

  /// Ends the helper, and waits until it has ended.
  func stop() {
    state.withLock { $0.isStopped = true }
    asked.signal()
    // The caller reads what failed there, and then gets the error itself.
    _ = try? helper.withLock { $0 }?.finish()
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
    guard !state.isStopped, state.next < min(count, state.asked + 1 + most) else { return nil }
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
