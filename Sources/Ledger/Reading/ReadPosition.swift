import GRDB
package import Roster

/// Where in the log a response stands: what it says was known up to that entry, and nothing later.
package struct ReadPosition: Hashable, Sendable {
  /// The last entry that counts; 0 where nothing had been recorded yet.
  package let entry: Int64
  /// When that entry was recorded; nil at entry 0.
  package let recordedAt: Instant?

  package init(entry: Int64, recordedAt: Instant?) {
    self.entry = entry
    self.recordedAt = recordedAt
  }
}

/// A position in the log, as a user names it.
package enum AsOf: Hashable, Sendable {
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
