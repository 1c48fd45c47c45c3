package import Roster

/// Why a file was not imported; nothing of it is in the log then.
package enum ImportError: UserFacingError, Hashable {
  /// Rows of the file that cannot be understood; what is wrong with each.
  case badRows([String])
  /// No column names the user; the columns that were found.
  case noUserColumn([Verbatim])
  /// No column is a field of the system; the columns that were found.
  case noKnownColumn([Verbatim])
  /// Two columns are for one cell.
  case columnTwice(Verbatim, Verbatim)
  /// The system's values are read from the system, not from files.
  case systemIsRead(System)
  /// The time of capture is in the future.
  case capturedInFuture

  package var errorCode: ErrorCode {
    switch self {
    case .badRows: ErrorCode("importBadRows", .badData)
    case .noUserColumn: ErrorCode("importNoUserColumn", .badData)
    case .noKnownColumn: ErrorCode("importNoKnownColumn", .badData)
    case .columnTwice: ErrorCode("importColumnTwice", .badData)
    case .systemIsRead: ErrorCode("importSystemIsRead", .usage)
    case .capturedInFuture: ErrorCode("importFromFuture", .usage)
    }
  }

  package var message: String {
    switch self {
    case .badRows(let problems):
      "Nothing was imported, since rows of the file cannot be meant:"
        + problems.prefix(10).map { "\n  \($0)" }.joined()
        + (problems.count > 10 ? "\n  and \(problems.count - 10) more." : "")
    case .noUserColumn(let columns):
      "No column says whose row it is: \(Self.list(columns)). Call one employeeId or 工号, or name it "
        + "in the table of headers."
    case .noKnownColumn(let columns):
      "No column is a field that Maycur has: \(Self.list(columns)). Give them codes (email, phoneNo, "
        + "…) or name them in the table of headers."
    case .columnTwice(let first, let second):
      "The columns \(first) and \(second) are for the same cell. Take one of them out."
    case .systemIsRead(let system):
      "\(system.rawValue) is read by 'rollbook fetch', so there is nothing to import for it."
    case .capturedInFuture:
      "The values would have been captured in the future. Say with --captured-at when the export was "
        + "made."
    }
  }

  private static func list(_ columns: [Verbatim]) -> String {
    columns.prefix(20).map(\.text).joined(separator: ", ")
  }
}
