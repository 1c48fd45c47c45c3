package import LedgerProof
import GRDB
import LeafFormat
import Roster
import TransparencyLog

/// An entry whose leaf is not made yet, because its facts are still being written.
package struct PendingLeaf {
  package let line: LeafMaker.Line
  /// The events that it stored, in the order of their numbers, and the commitment of each.
  var events: [PersonRecord.StoredEvent] = []
  var commitments: [MerkleHash] = []
  package var unions: [Int64] = []
  /// Whether its user had no response before, so that the entry states everything that is known.
  var isFirstResponse = false

  init(_ line: LeafMaker.Line) { self.line = line }
}
