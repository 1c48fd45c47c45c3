package import Roster
package import VerbatimJSON

/// The value of one cell of a report, independent of the output format.
package enum Datum: Hashable, Sendable {
  /// No value: `null` in JSON, an empty cell elsewhere.
  case absent
  /// A text as it is.
  case text(Verbatim)
  /// A whole number.
  case integer(Int64)
  /// A number with this many digits after the point.
  case decimal(Double, digits: Int)
  /// Yes or no.
  case flag(Bool)
  /// A time: in UTC for programs, in the configured zone for people.
  case time(Instant)
  /// A value with parts: JSON in JSON, a few words elsewhere.
  case parts(JSON, inWords: String)
}

extension Datum {
  package static func text(_ string: String) -> Datum { .text(Verbatim(string)) }

  package static func integer<Kind>(_ number: LedgerNumber<Kind>) -> Datum {
    .integer(number.rawValue)
  }

  /// Absent for nil.
  package init(_ text: Verbatim?) { self = text.map { .text($0) } ?? .absent }

  /// Absent for nil.
  package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .absent }

  /// Absent for nil.
  package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .absent }

  /// Absent for nil.
  package init<Kind>(_ number: LedgerNumber<Kind>?) {
    self = number.map { .integer($0) } ?? .absent
  }

  /// Absent for nil.
  package init(_ flag: Bool?) { self = flag.map { .flag($0) } ?? .absent }

  /// The raw value of a case; absent for nil.
  package init<Name: RawRepresentable<String>>(_ name: Name?) {
    self = name.map { .text($0.rawValue) } ?? .absent
  }

  /// Absent for nil.
  package init(_ instant: Instant?) { self = instant.map { .time($0) } ?? .absent }
}

extension JSON {
  package static func integer<Kind>(_ number: LedgerNumber<Kind>) -> JSON {
    .integer(number.rawValue)
  }

  /// A number, or `null` if there is none.
  package static func optional<Kind>(_ number: LedgerNumber<Kind>?) -> JSON {
    .optional(number?.rawValue)
  }
}

extension Datum {
  /// The value in CSV.
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

  /// The value in a table for people.
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
