/// A position in a change file, for messages.
package enum FilePosition: Hashable, Sendable {
  /// A cell of a table: its line in the file, its row in a spreadsheet, and its column.
  ///
  /// All count from 1. Line and row differ if an earlier cell contains line breaks.
  case cell(line: Int, row: Int, column: Int)
  /// A row of a table: its line in the file, and its row as a spreadsheet counts it, from 1.
  case row(line: Int, row: Int)
  /// A place in a JSON document (`[3].param.userid`); the empty path is the document itself.
  ///
  /// The line, from 1, is given where each line of the file is a document of its own.
  case path(String, line: Int?)
}

extension FilePosition: CustomStringConvertible {
  /// The position in words: `line 3, column 5 (E)`, `line 7 (row 3)`, `[3].param.userid`.
  package var description: String {
    switch self {
    case .cell(let line, let row, let column):
      "\(Self.line(line, row)), column \(column) (\(Self.letters(column)))"
    case .row(let line, let row): Self.line(line, row)
    case .path(let path, let line?): path.isEmpty ? "line \(line)" : "line \(line), \(path)"
    case .path(let path, nil): path.isEmpty ? "the top of the document" : path
    }
  }

  private static func line(_ line: Int, _ row: Int) -> String {
    line == row ? "line \(line)" : "line \(line) (row \(row))"
  }

  /// A column's letters, as spreadsheets show them: 1 is A, 27 is AA.
  private static func letters(_ column: Int) -> String {
    var rest = column
    var letters = ""
    while rest > 0 {
      let digit = (rest - 1) % 26
      letters = String(UnicodeScalar(UInt8(65 + digit))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
