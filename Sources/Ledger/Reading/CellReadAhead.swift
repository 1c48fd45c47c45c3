import Foundation
import GRDB
import Synchronization

/// The cells of many users, page by page, read by two.
///
/// They are the caller, and a helper on a thread and a connection of its own; whichever of
/// them has nothing else to do takes the next page.
///
/// The helper only saves time: a page that it could not read is left to the caller, and where
/// its connection does not come to read the same state of the log, all of them are.
final class CellReadAhead: Sendable {
  private struct State {
    /// The first page that nobody has taken.
    var next = 0
    /// The page that was asked for last.
    var asked = 0
    var isStopped = false
    /// What was read of pages nobody has asked for yet; nil for one that could not be.
    var read: [Int: [KnownCell]?] = [:]
  }

  /// What the caller does for a page.
  private enum Step {
    case emit([KnownCell]?)
    case read(Int)
    case wait
  }

  /// How many pages are taken beyond the one that was asked for last.
  private static let most = 4

  private let pages: [ClosedRange<Int64>]
  private let fields: Set<Int64>?
  private let state = Mutex(State())
  // Both may be signalled without need: the waiting thread checks again.
  private let asked = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)
  private let finished = DispatchGroup()

  /// Prepares to read; ``help(_:at:)`` begins.
  ///
  /// - Parameters:
  ///   - pages: The numbers of the first and of the last user of each page.
  ///   - fields: Only of these fields, or of all.
  init(_ pages: [ClosedRange<Int64>], in fields: Set<Int64>?) {
    self.pages = pages
    self.fields = fields
  }

  /// Has a helper read too, until ``stop()``.
  ///
  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - stamp: The state of the log that is to be read.
  ///   - entry: The last entry that counts; nil for now.
  func help(_ path: String, at stamp: LogStamp, upTo entry: Int64?) {
    finished.enter()
    Thread.detachNewThread { [self] in
      defer { finished.leave() }
      // The caller reads what is not read here, and then gets the failure itself.
      try? Connection.reader(path).read { database in
        guard try LogStamp(database) == stamp else { return }
        let known = KnownCells(database, upTo: entry)
        while let page = take(), put(try? known.observed(of: pages[page], in: fields), page) {}
      }
    }
  }

  /// The cells of a page; pages are asked for in their order.
  ///
  /// - Parameters:
  ///   - page: The number of the page, from 0.
  ///   - known: Reads the same cells as the helper does.
  /// - Returns: The cells, in the order of the projection.
  /// - Throws: What SQLite says.
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

  /// Ends the reading, and waits until it has ended.
  func stop() {
    state.withLock { $0.isStopped = true }
    asked.signal()
    finished.wait()
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

  /// The next page, once it is not too far ahead; nil where the reading has ended.
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

  /// Leaves what was read of a page; false where it could not be read.
  private func put(_ cells: [KnownCell]?, _ page: Int) -> Bool {
    state.withLock { $0.read[page] = .some(cells) }
    ready.signal()
    return cells != nil
  }
}
