import Roster
package import VerbatimJSON

extension Datum {
  /// The value in JSON.
  package var json: JSON {
    switch self {
    case .absent: .null
    case .text(let text): .string(text.text)
    case .integer(let number): .number(String(number))
    case .decimal(let number, let digits): .number(Self.decimal(number, digits: digits))
    case .flag(let flag): .bool(flag)
    case .time(let instant): .string(Times.machine(instant))
    case .parts(let json, _): json
    }
  }
}
