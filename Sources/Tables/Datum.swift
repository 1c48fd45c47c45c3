package import Roster
package import VerbatimJSON

/// What stands in one cell of a report, before it is known how it will be written.
package enum Datum: Hashable, Sendable {
  /// There is nothing to say: `null` in JSON, an empty cell elsewhere.
  case absent
  /// A text as it is.
  case text(Verbatim)
  /// A whole number.
  case integer(Int64)
  /// A number with some digits after the point.
  case decimal(Double, digits: Int)
  /// Yes or no.
  case flag(Bool)
  /// A moment: in UTC for programs, in the configured zone for people.
  case time(Instant)
  /// Something with parts: as it is in JSON, in a few words elsewhere.
  case parts(JSON, inWords: String)
}

extension Datum {
  /// A text of a literal or of a name.
  package static func text(_ string: String) -> Datum { .text(Verbatim(string)) }

  /// A text, or nothing.
  package init(_ text: Verbatim?) { self = text.map { .text($0) } ?? .absent }

  /// A whole number, or nothing.
  package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .absent }

  /// A moment, or nothing.
  package init(_ instant: Instant?) { self = instant.map { .time($0) } ?? .absent }
}

extension Datum {
  /// How a program reads it in a CSV file.
  package var plain: String {
    switch self {
    case .absent: ""
    case .text(let text): text.text
    case .integer(let number): String(number)
    case .decimal(let number, let digits): Self.decimal(number, digits: digits)
    case .flag(let flag): flag ? "true" : "false"
    case .time(let instant): Times.machine(instant)
    case .parts(_, let words): words
    }
  }

  /// How a person reads it in a table.
  package func shown(_ times: Times) -> String {
    switch self {
    case .text(let text): Printable.oneLine(text.text)
    case .flag(let flag): flag ? "yes" : "no"
    case .time(let instant): times.human(instant)
    default: plain
    }
  }

  package static func decimal(_ number: Double, digits: Int) -> String {
    let scale = (0..<max(0, digits)).reduce(Int64(1)) { scale, _ in scale * 10 }
    let rounded = (number.magnitude * Double(scale)).rounded()
    guard let scaled = Int64(exactly: rounded) else { return "0" }
    let sign = number < 0 && scaled != 0 ? "-" : ""
    if digits <= 0 { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
    return "\(sign)\(scaled / scale).\(zeros)\(fraction)"
  }
}
