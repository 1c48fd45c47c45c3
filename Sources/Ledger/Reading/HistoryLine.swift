import GRDB
public import Roster

/// One event in the history of a cell.
public struct HistoryLine: Hashable, Sendable {
  /// Where the event stands in the log.
  public let address: EventAddress
  /// The entry from which the cell held it: the event's own, or, for a write, the one that says
  /// that it was accepted.
  public let entry: Int64
  /// The operation that recorded that entry.
  public let operation: Int64
  /// What its entry says.
  public let kind: EntryKind
  /// Whose cell it is.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalog.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell held from then on.
  public let content: Content
  /// When the event was recorded.
  public let recordedAt: Instant
  /// When a response for the field was last recorded before; nil if there was none.
  public let lastObservedBefore: Instant?
}

/// Which cells' histories are wanted.
public struct HistoryFilter: Hashable, Sendable {
  /// Whose.
  public var user: UserKey
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// This item, or all.
  public var item: Int?

  /// Makes a filter.
  public init(user: UserKey, fields: Set<FieldCode>? = nil, item: Int? = nil) {
    self.user = user
    self.fields = fields
    self.item = item
  }
}
