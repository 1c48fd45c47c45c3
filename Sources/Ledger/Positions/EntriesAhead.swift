import GRDB
package import Roster

/// The entries of a ledger that are later than the reader's clock.
///
/// Recorded times never run backwards. If a clock was wrong once, everything later is recorded at
/// that wrong time, together with the clock's own time.
package struct EntriesAhead: Hashable, Sendable {
  /// The first entry that is.
  package let first: EntryID
  /// When the last entry is recorded.
  package let recordedAt: Instant
}
