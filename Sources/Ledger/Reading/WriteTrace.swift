import GRDB
public import Roster

/// One row of a batch with all that the log says of its cells from then on: what an undo needs.
public struct WriteTrace: Hashable, Sendable {
  /// The row.
  public let line: BatchLine
  /// Since when its user has been off the list of users; nil for one who is on it.
  public let leftAt: Instant?
  /// What was last seen of the traced fields before the call left.
  public let observedBefore: [CellAddress: Content]
  /// The traced fields that the system had returned before the call left: of these, a cell that is
  /// not in `observedBefore` was not there.
  public let answeredBefore: Set<FieldCode>
  /// The first response for each traced field after the call left.
  public let firstAnswers: [FieldCode: LogReference]
  /// The last response for each traced field after the call left.
  public let lastAnswers: [FieldCode: LogReference]
  /// What was seen new of traced fields after the call left, in the order of the log.
  public let observedAfter: [ObservedValue]
  /// Which cells of traced fields other batches wrote after the call left.
  public let laterWrites: [LaterWrite]

  /// Makes a trace.
  public init(
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
public struct LogReference: Hashable, Sendable {
  /// The entry.
  public let entry: Int64
  /// When it was recorded.
  public let at: Instant
  /// The operation that recorded it.
  public let operation: Int64

  /// Makes a moment.
  public init(entry: Int64, at: Instant, operation: Int64) {
    self.entry = entry
    self.at = at
    self.operation = operation
  }
}

/// What was seen of a cell, and where the log says so.
public struct ObservedValue: Hashable, Sendable {
  /// The cell.
  public let address: CellAddress
  /// What it held.
  public let content: Content
  /// Where the log says so.
  public let moment: LogReference
  /// When a response for the field was last recorded before; nil if there was none.
  public let lastObservedBefore: Instant?

  /// Makes what was seen.
  public init(
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
public struct LaterWrite: Hashable, Sendable {
  /// The batch.
  public let batch: Int64
  /// The cell.
  public let address: CellAddress
  /// What it wrote.
  public let to: Content
  /// The entry of the last call that carried it.
  public let sent: Int64
  /// When its call was recorded.
  public let sentAt: Instant
  /// Whether it is not known what became of it.
  public let isOpen: Bool
  /// Whether a settlement looked, and could not decide it.
  public let isUndecidable: Bool
  /// Whether the batch undoes another one: it is a rollback, or a retry of one.
  public let isUndo: Bool

  /// Makes a later write.
  public init(
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
