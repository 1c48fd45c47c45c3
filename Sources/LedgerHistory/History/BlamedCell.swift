package import LedgerStorage
import GRDB
package import Roster

/// The operation that gave one cell its current content.
package struct BlamedCell: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog at the position.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// What the cell holds.
  package let content: Content
  /// The label under which the value is shown.
  package let label: Verbatim?
  /// The event that gave it this content; nil for an item that moved to an index which held the
  /// same.
  package let address: EventAddress?
  /// When that was recorded.
  package let since: Instant
  /// The time before which the cell did not hold it; nil if nothing was known before.
  package let possibleFrom: Instant?
  /// The time from which the cell held it; nil for a write that no response has shown.
  package let certainFrom: Instant?
  /// The operation that recorded it: the batch that wrote it, or the fetch that observed it.
  package let operation: OperationSummary?
  /// Who made the content.
  package let origin: Origin
  /// How many contents the cell had before it.
  package let previousValues: Int
  /// The item's number in the history of its group; nil unless items are followed.
  package let row: Int?
  /// Whether another item matches as well.
  package let isAmbiguous: Bool
}
