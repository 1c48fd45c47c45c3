package import Roster

/// Why a report cannot be run, or its result cannot be relied on.
package enum ReportError: UserFacingError, Hashable {
  /// There is no report with that name.
  case unknown(String, known: [String])
  /// The header of its file is wrong.
  case headerWrong(report: String, line: Int, problem: String)
  /// A parameter without a default has no value.
  case parameterMissing(report: String, parameter: String, note: String)
  /// The report has no such parameter.
  case parameterUnknown(report: String, parameter: String, known: [String])
  /// A value has the wrong type for the parameter.
  case parameterWrong(report: String, parameter: String, kind: String, text: String)
  /// The SQL returns other columns than the header states.
  case columnsDiffer(report: String, stated: [String], found: [String])
  /// A value has the wrong type for its column.
  case valueWrong(report: String, row: Int, column: String, kind: String)
  /// Its rows do not fit into memory, in a format that needs all of them.
  case tooLarge(bytes: Int)

  package var errorCode: ErrorCode {
    switch self {
    case .unknown: ErrorCode("reportUnknown", .usage)
    case .headerWrong: ErrorCode("reportHeaderWrong", .badData)
    case .parameterMissing: ErrorCode("reportParameterMissing", .usage)
    case .parameterUnknown: ErrorCode("reportParameterUnknown", .usage)
    case .parameterWrong: ErrorCode("reportParameterWrong", .usage)
    case .columnsDiffer: ErrorCode("reportColumnsDiffer", .badData)
    case .valueWrong: ErrorCode("reportValueWrong", .badData)
    case .tooLarge: ErrorCode("reportTooLarge", .badData)
    }
  }

  package var message: String {
    switch self {
    case .unknown(let name, let known):
      "There is no report `\(name)`. There are \(known.joined(separator: ", "))."
    case .headerWrong(let report, let line, let problem):
      "The header of the report \(report) is wrong at line \(line): \(problem)."
    case .parameterMissing(let report, let parameter, let note):
      "The report \(report) needs --param \(parameter)=… (\(note))."
    case .parameterUnknown(let report, let parameter, let known):
      "The report \(report) has no parameter `\(parameter)`"
        + (known.isEmpty ? "; it has none." : "; it has \(known.joined(separator: ", ")).")
    case .parameterWrong(let report, let parameter, let kind, let text):
      "`\(text)` is no \(kind), which the parameter \(parameter) of the report \(report) takes"
        + (["date", "time"].contains(kind) ? ": \(Moment.forms)." : ".")
    case .columnsDiffer(let report, let stated, let found):
      "The report \(report) states the columns \(stated.joined(separator: ", ")), but its SQL gives "
        + "\(found.joined(separator: ", "))."
    case .valueWrong(let report, let row, let column, let kind):
      "Row \(row) of the report \(report) has something in \(column) that is no \(kind), as its "
        + "header says."
    case .tooLarge(let bytes):
      "The rows are more than the \(bytes >> 20) MB that this format can take; ask for fewer, or for "
        + "--format csv, which has no such limit."
    }
  }
}
