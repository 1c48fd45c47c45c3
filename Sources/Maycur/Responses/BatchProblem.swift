package import Roster

/// Why some rows cannot be sent together, or one of them not at all.
package struct BatchProblem: UserFacingError, Hashable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// There are no rows.
    case empty
    /// There are more rows than one call takes.
    case tooMany(Int)
    /// A row is of the same employee as an earlier one.
    case duplicate(row: Int, employeeID: Verbatim, earlier: Int, earlierID: Verbatim)
    /// A row has a problem of its own.
    case row(Int, employeeID: Verbatim, EmployeeRowProblem)
  }

  /// What is wrong.
  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  /// The indexes of the rows, from 0; empty if it concerns all.
  package var rows: [Int] {
    switch reason {
    case .empty, .tooMany: []
    case .duplicate(let row, _, let earlier, _): [earlier, row]
    case .row(let row, _, _): [row]
    }
  }

  package var errorCode: ErrorCode {
    switch reason {
    case .empty: ErrorCode("maycurBatchEmpty", .badData)
    case .tooMany: ErrorCode("maycurBatchTooLarge", .badData)
    case .duplicate: ErrorCode("maycurDuplicateEmployee", .badData)
    case .row(_, _, let problem): problem.errorCode
    }
  }

  package var message: String {
    switch reason {
    case .empty: "There are no rows."
    case .tooMany(let count):
      "There are \(count) rows, and one call takes at most \(MaycurClient.maximumRowsPerCall)."
    case .duplicate(let row, let id, let earlier, let earlierID):
      "Rows \(earlier + 1) and \(row + 1) are of one employee (\(earlierID.excerpt)"
        + (id == earlierID ? "" : " and \(id.excerpt), which Maycur may consider equal")
        + "); say in one row what is wanted."
    case .row(let row, let id, let problem):
      "Row \(row + 1)\(id.isEmpty ? "" : " (\(id.excerpt))"): \(problem.message)"
    }
  }

  /// What is wrong with rows as the content of one call, without warnings.
  ///
  /// Employees whose numbers differ only in case count as the same: Maycur's platform edition
  /// ignores case, and its list of failures could not distinguish them.
  ///
  /// - Parameter rows: The rows.
  /// - Returns: The problems; empty if the rows can be sent.
  package static func problems(in rows: [EmployeeRow]) -> [BatchProblem] {
    if rows.isEmpty { return [BatchProblem(.empty)] }
    var problems: [BatchProblem] = []
    if rows.count > MaycurClient.maximumRowsPerCall {
      problems.append(BatchProblem(.tooMany(rows.count)))
    }
    var earlier: [Verbatim: Int] = [:]
    for (index, row) in rows.enumerated() {
      problems += row.problems().filter { !$0.isWarning }
        .map { BatchProblem(.row(index, employeeID: row.employeeID, $0)) }
      let key = row.employeeID.caseFolded
      if let first = earlier[key] {
        let ids = (row.employeeID, rows[first].employeeID)
        problems.append(
          BatchProblem(.duplicate(row: index, employeeID: ids.0, earlier: first, earlierID: ids.1))
        )
      } else {
        earlier[key] = index
      }
    }
    return problems
  }
}

extension Verbatim {
  /// The text in the form in which Maycur compares keys.
  var caseFolded: Verbatim { UserKey(.maycur, self).compared }
}
