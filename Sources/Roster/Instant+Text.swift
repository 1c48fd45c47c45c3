extension Instant {
  /// RFC 3339 in UTC, to the millisecond: `2026-01-01T00:00:00.000Z`.
  package var utc: String { text(separator: "T", hasMilliseconds: true, ending: "Z") }

  /// RFC 3339 in UTC, to the second: `2026-01-01T00:00:00Z`.
  package var utcToTheSecond: String { text(separator: "T", hasMilliseconds: false, ending: "Z") }

  /// A wall clock that shows this time, to the second: `2026-01-01 00:00:00`.
  package var wallClock: String { text(separator: " ", hasMilliseconds: false, ending: "") }

  /// The day of the time, counted from 1970-01-01, and the milliseconds since its midnight, in UTC.
  package var dayAndClock: (day: Int64, clock: Int64) {
    let (day, clock) = milliseconds.quotientAndRemainder(dividingBy: Instant.dayLength)
    return clock < 0 ? (day - 1, clock + Instant.dayLength) : (day, clock)
  }

  /// How many milliseconds a day has.
  package static let dayLength: Int64 = 86_400_000

  /// A hundred thousand rows have times; a formatter for each, or a text for each part, would take
  /// longer than the query.
  private func text(
    separator: Unicode.Scalar,
    hasMilliseconds: Bool,
    ending: StaticString
  ) -> String {
    let (day, time) = dayAndClock
    let date = CivilDate(dayNumber: Int(day))
    let seconds = Int(time / 1000)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    append(date.year, 4, to: &text)
    append(date.month, 2, after: "-", to: &text)
    append(date.day, 2, after: "-", to: &text)
    append(seconds / 3600, 2, after: separator, to: &text)
    append(seconds / 60 % 60, 2, after: ":", to: &text)
    append(seconds % 60, 2, after: ":", to: &text)
    if hasMilliseconds { append(Int(time % 1000), 3, after: ".", to: &text) }
    ending.withUTF8Buffer { text.append(contentsOf: $0) }
    return String(decoding: text, as: UTF8.self)
  }

  private func append(
    _ number: Int,
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
