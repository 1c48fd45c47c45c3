package import Roster

/// Why a row of a change file cannot be used, or several rows for one reason.
package struct RowProblem: Hashable, Sendable {
  /// What is wrong.
  enum Reason: Error, Hashable {
    case table(TableProblem)
    case cell(CellProblem)
    case spreadsheet(SpreadsheetTrap)
    case body(BodyProblem)
    case user(UserProblem)
    case field(FieldProblem)
    case value(ValueProblem)
  }

  /// The numbers of the rows that it makes unusable, ascending.
  package let rows: [Int]
  /// Where it is.
  package let position: FilePosition
  /// What is wrong.
  let reason: Reason

  init(rows: [Int], at position: FilePosition, _ reason: Reason) {
    self.rows = rows
    self.position = position
    self.reason = reason
  }

  init(_ row: Int, at position: FilePosition, _ reason: Reason) {
    self.init(rows: [row], at: position, reason)
  }

  /// The stable name.
  package var name: String {
    switch reason {
    case .table(let problem): problem.name
    case .cell(let problem): problem.name
    case .spreadsheet(let trap): trap.name
    case .body(let problem): problem.name
    case .user(let problem): problem.name
    case .field(let problem): problem.name
    case .value(let problem): problem.name
    }
  }

  /// Where it is, what is wrong, and what to do.
  package var message: String {
    let others = rows.count > 1 ? " This concerns \(rows.count) rows." : ""
    return "At \(position): \(reason.sentence)\(others)"
  }

  /// Line and column in a table; zero for positions in a document, which keep their order.
  var placeInTable: (line: Int, column: Int) {
    switch position {
    case .cell(let line, _, let column): (line, column)
    case .row(let line, _): (line, 0)
    case .path: (0, 0)
    }
  }
}

extension RowProblem.Reason {
  /// What is wrong, and what to do.
  var sentence: String {
    switch self {
    case .table(let problem): problem.sentence
    case .cell(let problem): problem.sentence
    case .spreadsheet(let trap): trap.sentence
    case .body(let problem): problem.sentence
    case .user(let problem): problem.sentence
    case .field(let problem): problem.sentence
    case .value(let problem): problem.sentence
    }
  }
}
