import GRDB
package import Roster

/// One row of a batch with all that the log says of its cells from then on: what an undo needs.
package struct WriteTrace: Hashable, Sendable {
  /// The row.
  package let line: BatchLine
  /// Since when its user has been off the list of users; nil for one who is on it.
  package let leftAt: Instant?
  /// What was last seen of the traced fields before the call left.
  package let observedBefore: [CellAddress: Content]
  /// The traced fields that the system had returned before the call left: of these, a cell that is
  /// not in `observedBefore` was not there.
  package let answeredBefore: Set<FieldCode>
  /// The first response for each traced field after the call left.
  package let firstAnswers: [FieldCode: LogReference]
  /// The last response for each traced field after the call left.
  package let lastAnswers: [FieldCode: LogReference]
  /// What was seen new of traced fields after the call left, in the order of the log.
  package let observedAfter: [ObservedValue]
  /// Which cells of traced fields other batches wrote after the call left.
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

/// A line of the log that says something of a user: when, and in which operation.
package struct LogReference: Hashable, Sendable {
  /// The entry.
  package let entry: Int64
  /// When it was recorded.
  package let at: Instant
  /// The operation that recorded it.
  package let operation: Int64

  package init(entry: Int64, at: Instant, operation: Int64) {
    self.entry = entry
    self.at = at
    self.operation = operation
  }
}

/// What was seen of a cell, and where the log says so.
package struct ObservedValue: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// What it held.
  package let content: Content
  /// Where the log says so.
  package let moment: LogReference
  /// When a response for the field was last recorded before; nil if there was none.
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

/// That another batch wrote a cell later, or may have.
package struct LaterWrite: Hashable, Sendable {
  /// The batch.
  package let batch: Int64
  /// The cell.
  package let address: CellAddress
  /// What it wrote.
  package let to: Content
  /// The entry of the last call that carried it.
  package let sent: Int64
  /// When its call was recorded.
  package let sentAt: Instant
  /// Whether it is not known what became of it.
  package let isOpen: Bool
  /// Whether a settlement looked, and could not decide it.
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
