import GRDB
package import Roster
import TransparencyLog

/// The last signed head of the log.
package struct LastCheckpoint: Hashable, Sendable {
  /// The last entry that it covers.
  package let size: UInt64
  /// The note, as it was signed.
  package let note: [UInt8]
  /// When that entry was recorded.
  package let recordedAt: Instant?
  /// How many entries came after it.
  package let entriesSince: Int
}
