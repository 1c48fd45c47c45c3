import GRDB
public import Roster

/// Where in the log a response stands: what it says was known up to that entry, and nothing later.
public struct ReadPosition: Hashable, Sendable {
  /// The last entry that counts; 0 where nothing had been recorded yet.
  public let entry: Int64
  /// When that entry was recorded; nil at entry 0.
  public let recordedAt: Instant?

  /// States where a response stands.
  public init(entry: Int64, recordedAt: Instant?) {
    self.entry = entry
    self.recordedAt = recordedAt
  }
}

/// A position in the log, as a user names it.
public enum AsOf: Hashable, Sendable {
  /// The last entry that there is.
  case now
  /// Entries recorded at this time or before it.
  case time(Instant)
  /// Entries up to this one.
  case entry(Int64)
  /// Entries before the first of this operation.
  case before(operation: Int64)
  /// Entries up to the last of this operation.
  case after(operation: Int64)
}
