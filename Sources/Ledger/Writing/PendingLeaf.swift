package import LedgerProof
import GRDB
import Roster
import TransparencyLog

/// An entry whose leaf is not made yet, because its facts are still being written.
package struct PendingLeaf {
  package let line: LeafMaker.Line
  /// The number of its first event, if it has any.
  let firstEvent: EventID
  package var unions: [Int64] = []
  /// Whether its user had no response before, so that the entry states everything that is known.
  var isFirstResponse = false
}
