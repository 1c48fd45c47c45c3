import Synchronization

/// A part of the list that a command prints, for callers that read it part by part.
final class ListPage: Sendable {
  /// Ends the reading of rows that are not wanted any more.
  struct Full: Error {}

  private struct State {
    var seen = 0
    var taken = 0
    var last: [String]?
    var isFull = false
  }

  /// The key of the last row of the part before; nil for the beginning.
  let after: [String]?
  private let limit: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - after: The key of the last row of the part before; nil for the beginning.
  ///   - limit: The largest number of rows.
  init(after: [String]?, limit: Int) {
    self.after = after
    self.limit = limit
  }

  /// The key after which the next part begins; nil if this is the last one.
  var next: [String]? { state.withLock { $0.isFull ? $0.last : nil } }

  /// Whether a row belongs to the part.
  ///
  /// - Parameter key: What the row is found by. Rows without a key are counted; a command whose rows
  ///   have keys begins after ``after`` itself.
  /// - Returns: Whether to print it.
  /// - Throws: ``Full`` if the part is complete and there are more rows.
  func takes(_ key: [String]?) throws -> Bool {
    try state.withLock { state in
      state.seen += 1
      if key == nil, let skipped = after?.first.flatMap(Int.init), state.seen <= skipped {
        return false
      }
      guard state.taken < limit else {
        state.isFull = true
        throw Full()
      }
      state.taken += 1
      state.last = key ?? [String(state.seen)]
      return true
    }
  }
}
