import GRDB
package import Roster

/// What made one cell what it is.
package struct BlamedCell: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog of the moment.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// What the cell holds.
  package let content: Content
  /// The label under which the value is shown.
  package let label: Verbatim?
  /// The event that made it so; nil for a row that came to a place which held the same.
  package let address: EventAddress?
  /// When that was recorded.
  package let since: Instant
  /// The moment before which the cell did not hold it; nil where nothing was known before.
  package let possibleFrom: Instant?
  /// The moment from which it did; nil for a write that no response has shown.
  package let certainFrom: Instant?
  /// The operation that recorded it: the batch that wrote it, or the fetch that saw it.
  package let operation: OperationSummary?
  /// Whose doing it is.
  package let origin: Origin
  /// How many values were there before it.
  package let previousValues: Int
  /// The row's number, where rows are followed.
  package let row: Int?
  /// Whether it may as well have been another row.
  package let isAmbiguous: Bool
}
