import Ledger
import LedgerQuery
import Roster
import VerbatimJSON
import Tables

/// Converts the given value of a parameter into the value for the SQL.
struct ParameterReader {
  let report: String
  let times: Times
  let names: ReportRun.Names
  /// The time that relative days of the report count from.
  let now: Instant
  let ledger: Ledger

  func value(of parameter: ReportParameter, given: String?) throws -> QueryValue {
    if let given { return try read(given, parameter, isGiven: true) }
    switch parameter.standard {
    case .none: return .null
    case .text(let text): return try read(text, parameter, isGiven: false)
    case .required:
      throw ReportError.parameterMissing(
        report: report,
        parameter: parameter.name,
        note: parameter.note
      )
    }
  }

  private func read(
    _ text: String,
    _ parameter: ReportParameter,
    isGiven: Bool
  ) throws -> QueryValue {
    let wrong = ReportError.parameterWrong(
      report: report,
      parameter: parameter.name,
      kind: parameter.kind.rawValue,
      text: text
    )
    switch parameter.kind {
    case .text: return .text(Verbatim(text))
    case .integer, .days:
      guard let number = Int64(text), parameter.kind == .integer || number >= 0 else { throw wrong }
      return .integer(number)
    case .date:
      guard let day = try day(text) else { throw wrong }
      return .text(Verbatim(Times.date(ofDay: day)))
    case .time:
      guard let moment = Moment(text) else { throw wrong }
      let instant = try moment.instant(times, now: now, in: ledger)
      guard Times.isWritable(instant) else { throw wrong }
      return .integer(instant.milliseconds)
    case .user: return .text(isGiven ? try names.user(text) : Verbatim(text))
    case .field: return .text(try code(text, isGiven: isGiven))
    case .fields:
      let codes = try text.split(separator: ",").map { part in
        JSON.string(try code(String(part.drop { $0 == " " }), isGiven: isGiven).text)
      }
      return .text(Verbatim(String(decoding: JSON.array(codes).bytes, as: UTF8.self)))
    }
  }

  /// A default field may be missing from the catalog: then the report finds nothing for it.
  private func code(_ text: String, isGiven: Bool) throws -> FieldCode {
    isGiven ? try names.field(text) : Verbatim(text)
  }

  private func day(_ text: String) throws -> Int64? {
    guard let moment = Moment(text) else { return nil }
    if let day = moment.day(times, now: now) { return day }
    return times.day(of: try moment.instant(times, now: now, in: ledger))
  }
}
