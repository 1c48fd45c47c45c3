import GRDB
public import Roster
import TransparencyLog

/// The last signed head of the log.
public struct LastCheckpoint: Hashable, Sendable {
  /// The last entry that it covers.
  public let size: UInt64
  /// The note, as it was signed.
  public let note: [UInt8]
  /// When that entry was recorded.
  public let recordedAt: Instant?
  /// How many entries came after it.
  public let entriesSince: Int64
}
