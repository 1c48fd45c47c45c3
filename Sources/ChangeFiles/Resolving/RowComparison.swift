import Roster

/// Finds cells that are changed twice, after names and users are resolved.
struct RowComparison {
  private(set) var problems: [RowProblem] = []
  private var seen: [Place: ResolvedCell] = [:]
  private var wholes: [WholeOfUser: [ResolvedCell]] = [:]
  /// The positions at which reading the file found a repetition already.
  private let known: Set<FilePosition>

  private enum Place: Hashable {
    case cell(user: Verbatim, CellAddress)
    case newItem(ResolvedCell.NewItem, FieldCode)
  }

  private struct WholeOfUser: Hashable {
    let user: Verbatim
    let name: Verbatim
  }

  /// Compares rows that may have problems already.
  init(known: [RowProblem]) {
    self.known = Set(
      known.filter { if case .table(.duplicate) = $0.reason { true } else { false } }
        .map(\.position)
    )
  }

  /// Adds a cell; cells come in the file's order.
  mutating func take(_ cell: ResolvedCell) {
    let place: Place =
      switch cell.target {
      case .edit(let edit): .cell(user: cell.user, edit.address)
      case .addition(let item, let edit): .newItem(item, edit.field)
      }
    if let first = seen[place] {
      refuse(cell, after: first)
    } else {
      seen[place] = cell
      compareWholes(cell)
    }
  }

  /// A row that states a whole list excludes all other rows about that list.
  private mutating func compareWholes(_ cell: ResolvedCell) {
    guard let whole = cell.whole else { return }
    let key = WholeOfUser(user: cell.user, name: whole.name)
    let others = wholes[key, default: []]
    let clash = others.first { other in
      guard let otherWhole = other.whole else { return false }
      return otherWhole.statement != whole.statement && (otherWhole.isStated || whole.isStated)
    }
    if let clash { refuse(cell, after: clash) }
    if !others.contains(where: { $0.whole == whole }) { wholes[key] = others + [cell] }
  }

  private mutating func refuse(_ cell: ResolvedCell, after first: ResolvedCell) {
    guard !known.contains(cell.position) else { return }
    let problem = TableProblem.duplicate(
      user: cell.user.text,
      field: cell.phrase,
      first: first.position
    )
    let rows = first.row == cell.row ? [cell.row] : [first.row, cell.row]
    problems.append(RowProblem(rows: rows, at: cell.position, .table(problem)))
  }
}
