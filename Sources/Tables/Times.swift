package import Foundation
package import Roster

/// How times are written: in UTC for programs, in a zone for people.
package struct Times: Sendable {
  /// The zone's identifier (`Asia/Shanghai`).
  package let zone: String
  package let timeZone: TimeZone

  /// The default zone.
  package static let defaultZone = "Asia/Shanghai"

  /// Nil if there is no zone with this name.
  package init?(zone: String) {
    // TimeZone accepts "" and abbreviations that mean different zones in different countries; a
    // region is unambiguous.
    guard let timeZone = TimeZone(identifier: zone), zone == "UTC" || zone.contains("/") else {
      return nil
    }
    self.zone = zone
    self.timeZone = timeZone
  }

  /// The times of UTC.
  package static let universal = Times(gmt: ())

  private init(gmt: Void) {
    zone = "UTC"
    timeZone = .gmt
  }

  /// RFC 3339 in UTC, to the millisecond: `2026-01-01T00:00:00.000Z`.
  package static func machine(_ instant: Instant) -> String {
    Self.civil(instant.milliseconds, separator: UInt8(ascii: "T"), isMachine: true)
  }

  /// The zone's wall clock, to the second: `2026-01-01 08:00:00`.
  package func human(_ instant: Instant) -> String {
    Self.civil(
      instant.milliseconds + offset(at: instant),
      separator: UInt8(ascii: " "),
      isMachine: false
    )
  }

  /// A span of time in two units at most: `3 d 4 h`, `12 min 5 s`, `1.2 s`.
  package static func span(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.inMilliseconds)
    let seconds = milliseconds / 1000
    switch seconds {
    case ..<10: return "\(seconds).\(milliseconds % 1000 / 100) s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    default: return "\(seconds / 86400) d \(seconds % 86400 / 3600) h"
    }
  }

  /// Fast conversion: a hundred thousand rows have times; a formatter for each, or a text for each
  /// part, would take longer than the query.
  private static func civil(
    _ milliseconds: Int64,
    separator: UInt8,
    isMachine: Bool
  ) -> String {
    let (ordinal, time) = split(milliseconds)
    let (year, month, day) = date(onDay: ordinal)
    let seconds = time / 1000
    var text: [UInt8] = []
    text.reserveCapacity(32)
    append(year, 4, to: &text)
    append(month, 2, after: "-", to: &text)
    append(day, 2, after: "-", to: &text)
    text.append(separator)
    append(seconds / 3600, 2, to: &text)
    append(seconds / 60 % 60, 2, after: ":", to: &text)
    append(seconds % 60, 2, after: ":", to: &text)
    if isMachine {
      append(time % 1000, 3, after: ".", to: &text)
      text.append(UInt8(ascii: "Z"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The Gregorian date of a day counted from 1970-01-01, in eras of 400 years from 1 March.
  private static func date(onDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func append(
    _ number: Int64,
    _ width: Int,
    after mark: Unicode.Scalar? = nil,
    to text: inout [UInt8]
  ) {
    if let mark { text.append(UInt8(ascii: mark)) }
    let digits = String(number).utf8
    for _ in digits.count..<max(width, digits.count) { text.append(UInt8(ascii: "0")) }
    text.append(contentsOf: digits)
  }
}
