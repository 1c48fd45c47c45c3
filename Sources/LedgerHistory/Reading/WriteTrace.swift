import GRDB
package import Roster

/// One row of a batch with everything the log has about its cells since then: what a rollback
/// needs.
package struct WriteTrace: Hashable, Sendable {
  /// The row.
  package let line: BatchLine
  /// When its user left the user list; nil for a user who is on it.
  package let leftAt: Instant?
  /// The last observation of the traced fields before the call was sent.
  package let observedBefore: [CellAddress: Content]
  /// The traced fields with a response before the call was sent: a cell of these that is not in
  /// `observedBefore` did not exist.
  package let answeredBefore: Set<FieldCode>
  /// The first response about each traced field after the call was sent.
  package let firstAnswers: [FieldCode: LogReference]
  /// The last response about each traced field after the call was sent.
  package let lastAnswers: [FieldCode: LogReference]
  /// The new observations of traced fields after the call was sent, in the order of the log.
  package let observedAfter: [ObservedValue]
  /// The cells of traced fields that other batches wrote after the call was sent.
  package let laterWrites: [LaterWrite]

  package init(
    line: BatchLine,
    leftAt: Instant? = nil,
    observedBefore: [CellAddress: Content] = [:],
    answeredBefore: Set<FieldCode> = [],
    firstAnswers: [FieldCode: LogReference] = [:],
    lastAnswers: [FieldCode: LogReference] = [:],
    observedAfter: [ObservedValue] = [],
    laterWrites: [LaterWrite] = []
  ) {
    self.line = line
    self.leftAt = leftAt
    self.observedBefore = observedBefore
    self.answeredBefore = answeredBefore
    self.firstAnswers = firstAnswers
    self.lastAnswers = lastAnswers
    self.observedAfter = observedAfter
    self.laterWrites = laterWrites
  }
}

/// An entry about a user: when it was recorded, and in which operation.
package struct LogReference: Hashable, Sendable {
  /// The entry.
  package let entry: Int64
  /// When it was recorded.
  package let at: Instant
  /// The operation that recorded it.
  package let operation: Int64
}

/// An observed content of a cell, and the entry that has it.
package struct ObservedValue: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// The content.
  package let content: Content
  /// The entry.
  package let moment: LogReference
  /// When a response last covered the field before that; nil if none did.
  package let lastObservedBefore: Instant?

  package init(
    _ address: CellAddress,
    _ content: Content,
    _ moment: LogReference,
    lastObservedBefore: Instant? = nil
  ) {
    self.address = address
    self.content = content
    self.moment = moment
    self.lastObservedBefore = lastObservedBefore
  }
}

/// A later write of another batch to a cell, applied or uncertain.
package struct LaterWrite: Hashable, Sendable {
  /// The batch.
  package let batch: Int64
  /// The cell.
  package let address: CellAddress
  /// The written content.
  package let to: Content
  /// The entry of the last call that carried it.
  package let sent: Int64
  /// When its call was recorded.
  package let sentAt: Instant
  /// Whether its result is unknown.
  package let isOpen: Bool
  /// Whether settling it was tried and could not decide.
  package let isUndecidable: Bool
  /// Whether the batch undoes another one: it is a rollback, or a retry of one.
  package let isUndo: Bool

  package init(
    batch: Int64,
    address: CellAddress,
    to: Content,
    sent: Int64,
    sentAt: Instant,
    isOpen: Bool = false,
    isUndecidable: Bool = false,
    isUndo: Bool = false
  ) {
    self.batch = batch
    self.address = address
    self.to = to
    self.sent = sent
    self.sentAt = sentAt
    self.isOpen = isOpen
    self.isUndecidable = isUndecidable
    self.isUndo = isUndo
  }
}
