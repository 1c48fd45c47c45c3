import GRDB
package import Roster

/// One row of a batch with everything the log has about its cells since then: what a rollback
/// needs.
package struct WriteTrace: Hashable, Sendable {
  /// The row.
  package let line: BatchLine
  /// When its user left the user list; nil for a user who is on it.
  package var leftAt: Instant?
  /// The last observation of the traced fields before the call was sent.
  package var observedBefore: [CellAddress: Content] = [:]
  /// The traced fields with a response before the call was sent: a cell of these that is not in
  /// `observedBefore` did not exist.
  package var answeredBefore: Set<FieldCode> = []
  /// The first response about each traced field after the call was sent.
  package var firstAnswers: [FieldCode: LogReference] = [:]
  /// The last response about each traced field after the call was sent.
  package var lastAnswers: [FieldCode: LogReference] = [:]
  /// The new observations of traced fields after the call was sent, in the order of the log.
  package var observedAfter: [ObservedValue] = []
  /// The cells of traced fields that other batches wrote after the call was sent.
  package var laterWrites: [LaterWrite] = []
}

/// An observed content of a cell, and the entry that has it.
package struct ObservedValue: Recorded, Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// The content.
  package let content: Content
  /// The entry.
  package let recorded: LogReference
  /// When a response last covered the field before that; nil if none did.
  package var lastObservedBefore: Instant?
}

/// A later write of another batch to a cell, applied or uncertain.
package struct LaterWrite: Hashable, Sendable {
  /// The batch.
  package let batch: OperationNumber
  /// The cell.
  package let address: CellAddress
  /// The written content.
  package let to: Content
  /// The entry of the last call that carried it.
  package let sent: EntryID
  /// When its call was recorded.
  package let sentAt: Instant
  /// Whether its result is unknown.
  package var isOpen = false
  /// Whether settling it was tried and could not decide.
  package var isUndecidable = false
  /// Whether the batch undoes another one: it is a rollback, or a retry of one.
  package var isUndo = false
}
