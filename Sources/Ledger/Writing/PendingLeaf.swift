import GRDB
import Roster
import TransparencyLog

/// An entry whose leaf is not made yet, because its facts are still being written.
struct PendingLeaf {
  let line: LeafMaker.Line
  /// The number that its first event has, if it has any.
  let firstEvent: Int64
  var unions: [Int64] = []
  /// Whether nobody had answered for its user before, so that what it says is all that is held.
  var isFirstAnswer = false
}
