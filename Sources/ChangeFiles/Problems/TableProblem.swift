import Roster

/// What is wrong with a row of a table, or with its position among the others.
enum TableProblem: Hashable {
  /// The row has another number of cells than the header.
  case ragged(cells: Int, columns: Int)
  /// A quotation mark is in the middle of a cell that is not quoted.
  case strayQuote
  /// Something follows the quotation mark that closes a cell.
  case textAfterQuote
  /// The user's cell is empty.
  case noUser
  /// The user's cell marks the row as a total or a note.
  case totalRow(String)
  /// The field's cell is empty.
  case noField
  /// The item is neither an index nor a new item.
  case badItem(String)
  /// The column has no header.
  case noHeader
  /// The same cell of the same user is asked for a second time.
  case duplicate(user: String, field: String, first: FilePosition)

  /// The stable name.
  var name: String {
    switch self {
    case .ragged: "rowRagged"
    case .strayQuote, .textAfterQuote: "quoteMisplaced"
    case .noUser: "userMissing"
    case .totalRow: "rowOfTotals"
    case .noField: "fieldMissing"
    case .badItem: "itemUnreadable"
    case .noHeader: "headerMissing"
    case .duplicate: "cellDuplicate"
    }
  }

  /// What is wrong, and what to do.
  var sentence: String {
    switch self {
    case .ragged(let cells, let columns):
      "The row has \(cells.counted("cell")) and the header \(columns). "
        + (cells > columns
          ? "Put a value that contains the separator in quotation marks."
          : "Add the missing separators, even where the cells are empty.")
    case .strayQuote:
      "There is a quotation mark in the middle of a cell. Put the whole cell in quotation marks, and "
        + "double each one that is part of the text."
    case .textAfterQuote:
      "Text follows the quotation mark that closes the cell. Double each quotation mark that is "
        + "part of the text."
    case .noUser: "The row names no user. Write a userid, a job number or a name."
    case .totalRow(let text):
      "\(text.quoted) is no person: the row is a total, or a note below the table. Take it out."
    case .noField: "The row names no field. Write a field's code or name."
    case .badItem(let text):
      "\(text.quoted) is not an item. Write 0 for the first, 1 for the second, + for a new one, or "
        + "nothing where the field has one value."
    case .noHeader: "The column has values and no header. Write the field above it."
    case .duplicate(let user, let field, let first):
      "\(field.quoted) of user \(user.quoted) is asked for a second time, after \(first). Keep one "
        + "of the two."
    }
  }
}
