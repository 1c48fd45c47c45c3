import Ledger
import Roster

extension PlannedRow {
  /// The cells that a write changes.
  var cellsThatChange: [PlannedCell] { cells.filter { $0.action != .unchanged } }

  /// The edits, without those whose content is there already.
  var editsThatChange: [CellEdit] {
    let unchanged = Set(cells.lazy.filter { $0.action == .unchanged }.map(\.address))
    return change.edits.filter { !unchanged.contains($0.address) }
  }

  /// The row as it is recorded before it is sent.
  var intended: IntendedRow {
    IntendedRow(
      user: user,
      cells: cellsThatChange.map { cell in
        IntendedCell(
          cell: Cell(cell.address, cell.to),
          action: cell.action.write,
          base: cell.base,
          isImplied: cell.isImplied,
          reversibility: cell.reversibility ?? .exact
        )
      }
    )
  }
}

extension PlannedAction {
  fileprivate var write: WriteAction {
    switch self {
    case .unchanged, .set: .set
    case .clear: .clear
    case .append: .append
    }
  }
}
