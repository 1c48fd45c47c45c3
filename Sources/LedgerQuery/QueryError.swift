package import Roster

/// Why a query was refused, or could not be finished.
package enum QueryError: UserFacingError, Equatable {
  /// The text holds no statement.
  case empty
  /// The text holds more than one statement.
  case severalStatements
  /// The statement would change something; `what` says what.
  case writes(what: String)
  /// The statement does something that a query may not do; `what` says what.
  case forbidden(what: String)
  /// SQLite refused the statement; `reason` is its message, `line` counts from 1.
  case wrong(reason: String, line: Int?)
  /// The statement has a parameter that was given no value.
  case parameterMissing(String)
  /// A value was given for a parameter that the statement does not have.
  case parameterUnused(String)
  /// It took longer than the limit.
  case tooLong(limit: Duration)
  /// It needed more memory than the limit, in bytes.
  case tooLarge(bytes: Int)

  package var errorCode: ErrorCode {
    switch self {
    case .empty: ErrorCode("queryEmpty", .badData)
    case .severalStatements: ErrorCode("querySeveralStatements", .badData)
    case .writes: ErrorCode("queryWrites", .badData)
    case .forbidden: ErrorCode("queryForbidden", .badData)
    case .wrong: ErrorCode("queryWrong", .badData)
    case .parameterMissing: ErrorCode("queryParameterMissing", .badData)
    case .parameterUnused: ErrorCode("queryParameterUnused", .badData)
    case .tooLong: ErrorCode("queryTooLong", .badData)
    case .tooLarge: ErrorCode("queryTooLarge", .badData)
    }
  }

  package var message: String {
    switch self {
    case .empty: "The SQL has no statement; write one that selects."
    case .severalStatements:
      "The SQL has more than one statement, and none was run; leave one that selects."
    case .writes(let what):
      "The SQL \(what), and a report may only read; nothing was changed."
    case .forbidden(let what): "The SQL \(what), and was not run."
    case .wrong(let reason, let line):
      "The SQL cannot be run\(line.map { " (line \($0))" } ?? ""): \(reason)."
    case .parameterMissing(let name):
      "The SQL has the parameter :\(name), which was given no value."
    case .parameterUnused(let name):
      "A value was given for the parameter :\(name), which the SQL does not have."
    case .tooLong(let limit):
      "The SQL was stopped after \(limit.components.seconds) seconds, the time it was allowed; "
        + "narrow it, or allow more."
    case .tooLarge(let bytes):
      "The SQL was stopped when it needed more than \(bytes >> 20) MB of memory; narrow it."
    }
  }
}
