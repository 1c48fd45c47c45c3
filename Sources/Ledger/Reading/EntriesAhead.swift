import GRDB
package import Roster

/// What of a ledger is recorded ahead of the clock of who reads it.
///
/// Recorded times never run backwards, so after a clock that was wrong once, everything later is
/// recorded at that time, with the clock's own time beside it.
package struct EntriesAhead: Hashable, Sendable {
  /// The first entry that is.
  package let first: Int64
  /// When the last entry is recorded.
  package let recordedAt: Instant
}
