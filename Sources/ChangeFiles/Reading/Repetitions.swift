import Roster

/// Finds cells that a file changes twice.
///
/// Both rows are refused: leaving out only the second one would be a guess.
struct Repetitions {
  private struct Key: Hashable {
    let user: Verbatim
    let group: Verbatim?
    let field: Verbatim
    let item: RequestedItem
    /// The row, if new items of different rows are different ones; otherwise nil.
    let row: Int?
  }

  private var seen: [Key: (row: Int, position: FilePosition)] = [:]

  /// Adds a row, in the file's words.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - sharesAdditions: Whether new items of one number are one item across rows.
  /// - Returns: A problem for each cell that an earlier row changes.
  mutating func add(_ row: RequestedRow, sharesAdditions: Bool) -> [RowProblem] {
    guard let user = row.user else { return [] }
    return row.cells.compactMap { cell in
      var ownRow: Int?
      if case .addition = cell.item, !sharesAdditions { ownRow = row.number }
      let key = Key(
        user: user,
        group: cell.group,
        field: cell.field,
        item: cell.item,
        row: ownRow
      )
      guard let first = seen[key] else {
        seen[key] = (row.number, cell.position)
        return nil
      }
      let problem = TableProblem.duplicate(
        user: user.text,
        field: cell.field.text,
        first: first.position
      )
      let rows = first.row == row.number ? [row.number] : [first.row, row.number]
      return RowProblem(rows: rows, at: cell.position, .table(problem))
    }
  }
}
