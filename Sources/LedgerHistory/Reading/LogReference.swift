package import Roster

/// An entry of the log, and who recorded it when.
package struct LogReference: Hashable, Sendable {
  /// The entry's number.
  package let entry: EntryID
  /// Its kind.
  package let kind: EntryKind
  /// The number of the operation that recorded it.
  package let operation: OperationNumber
  /// When it was recorded.
  package let recordedAt: Instant
}

/// A row of a result that one entry of the log recorded.
package protocol Recorded {
  /// The entry.
  var recorded: LogReference { get }
}

extension Recorded {
  /// The entry's number.
  package var entry: EntryID { recorded.entry }
  /// The entry's kind.
  package var kind: EntryKind { recorded.kind }
  /// The number of the operation that recorded it.
  package var operation: OperationNumber { recorded.operation }
  /// When it was recorded.
  package var recordedAt: Instant { recorded.recordedAt }
}
