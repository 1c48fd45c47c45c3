import GRDB
package import Roster

/// The position of a read in the log: entries up to this one count, later ones are ignored.
///
/// Example: the log has 500 entries. A read at `ReadPosition` with entry 483 returns what a read
/// returned when entry 483 was the last one.
package struct ReadPosition: Hashable, Sendable {
  /// The last entry that counts; 0 if nothing had been recorded yet.
  package let entry: EntryID
  /// When that entry was recorded; nil at entry 0.
  package let recordedAt: Instant?

  package init(entry: EntryID, recordedAt: Instant?) {
    self.entry = entry
    self.recordedAt = recordedAt
  }
}

/// A position in the log, as a user names it with `--as-of`.
package enum AsOf: Hashable, Sendable {
  /// The last entry that there is.
  case now
  /// Entries recorded at this time or before it.
  case time(Instant)
  /// Entries up to this one.
  case entry(EntryID)
  /// Entries before the first one of this operation.
  case before(operation: OperationNumber)
  /// Entries up to the last one of this operation.
  case after(operation: OperationNumber)
}
