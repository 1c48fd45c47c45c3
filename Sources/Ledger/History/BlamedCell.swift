import GRDB
public import Roster

/// What made one cell what it is.
public struct BlamedCell: Hashable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalog of the moment.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell holds.
  public let content: Content
  /// The label under which the value is shown.
  public let label: Verbatim?
  /// The event that made it so; nil for a row that came to a place which held the same.
  public let address: EventAddress?
  /// When that was recorded.
  public let since: Instant
  /// The moment before which the cell did not hold it; nil where nothing was known before.
  public let possibleFrom: Instant?
  /// The moment from which it did; nil for a write that no response has shown.
  public let certainFrom: Instant?
  /// The operation that recorded it: the batch that wrote it, or the fetch that saw it.
  public let operation: OperationSummary?
  /// Whose doing it is.
  public let origin: Origin
  /// How many values were there before it.
  public let previousValues: Int
  /// The row's number, where rows are followed.
  public let row: Int?
  /// Whether it may as well have been another row.
  public let isAmbiguous: Bool
}
