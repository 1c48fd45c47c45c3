import Ledger
import Roster

extension PlannedRow {
  /// The cells that a write changes.
  var cellsThatChange: [PlannedCell] { cells.filter { $0.action != nil } }

  /// The edits, without those whose content is there already.
  var editsThatChange: [CellEdit] {
    let unchanged = Set(cells.lazy.filter { $0.action == nil }.map(\.address))
    return change.edits.filter { !unchanged.contains($0.address) }
  }

  /// The row as it is recorded before it is sent.
  var intended: IntendedRow {
    IntendedRow(
      user: user,
      cells: cellsThatChange.map { cell in
        IntendedCell(
          cell: Cell(cell.address, cell.to),
          action: cell.action ?? .set,
          base: cell.base,
          isImplied: cell.isImplied,
          reversibility: cell.reversibility ?? .exact
        )
      }
    )
  }
}
