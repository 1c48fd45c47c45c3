import Ledger
import Roster

extension PlannedRow {
  /// The cells that a write changes.
  var cellsThatChange: [PlannedCell] { cells.filter { $0.action != .unchanged } }

  /// What is wanted of cells, less what they hold already.
  var editsThatChange: [CellEdit] {
    let unchanged = Set(cells.lazy.filter { $0.action == .unchanged }.map(\.address))
    return change.edits.filter { !unchanged.contains($0.address) }
  }

  /// What the log says of the row before it is sent.
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
