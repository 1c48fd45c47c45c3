package import LedgerStorage
package import Roster

/// A cell before and after a change, or at two positions.
package struct CellChange: CellRow, Hashable, Sendable {
  /// The cell, with its later item index; of a cell that does not exist any more, its last one.
  package let cell: CellRef
  /// The earlier content; nil if nothing was known or the cell did not exist.
  package let from: Content?
  /// The later content; nil if the cell does not exist.
  package let to: Content?
  /// The event of the change; nil if there is none, as for an item that moved to an index that held
  /// the same.
  package let event: EventAddress?

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> CellChange {
    CellChange(cell: cell, from: from?.mapTexts(change), to: to?.mapTexts(change), event: event)
  }
}
