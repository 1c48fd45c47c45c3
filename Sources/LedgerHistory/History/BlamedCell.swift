package import LedgerStorage
import GRDB
package import Roster

/// The operation that gave one cell its current content.
package struct BlamedCell: CellRow, Hashable, Sendable {
  /// The cell.
  package let cell: CellRef
  /// What the cell holds.
  package private(set) var content: Content
  /// The label under which the value is shown.
  package private(set) var label: Verbatim?
  /// The event that gave it this content; nil for an item that moved to an index which held the
  /// same.
  package let event: EventAddress?
  /// Where the content comes from.
  package let provenance: ValueProvenance
  /// The operation that recorded it: the batch that wrote it, or the fetch that observed it.
  package let operation: OperationSummary?
  /// How many contents the cell had before it.
  package let previousValues: Int
  /// The item's number in the history of its group; nil unless items are followed.
  package let row: Int?
  /// Whether another item matches as well.
  package let isAmbiguous: Bool

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> BlamedCell {
    var row = self
    row.content = content.mapTexts(change)
    row.label = label.map(change)
    return row
  }
}
