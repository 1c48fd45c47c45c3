import Foundation
package import Roster

/// Days of a zone, counted from 1970-01-01, and their texts.
extension Times {
  /// The day of a time, in days since 1970-01-01.
  package func day(of instant: Instant) -> Int64 {
    let (local, overflow) = instant.milliseconds.addingReportingOverflow(offset(at: instant))
    return Instant(milliseconds: overflow ? instant.milliseconds : local).dayAndClock.day
  }

  /// The time at which a day begins.
  package func start(ofDay day: Int64) -> Instant { instant(day, 0, offset: nil) }

  /// The day of a text, in days since 1970-01-01; nil if it is none, or the calendar has no such
  /// day.
  package static func day(ofDate text: String) -> Int64? {
    CivilDate(Verbatim(text)).map { Int64($0.dayNumber) }
  }

  /// A day's text, `2026-01-31`.
  package static func date(ofDay day: Int64) -> String {
    CivilDate(dayNumber: Int(day)).description
  }

  /// The time at some milliseconds after midnight: in the zone, or with the given offset from UTC
  /// in milliseconds.
  package func instant(_ day: Int64, _ clock: Int64, offset: Int64?) -> Instant {
    let wall = day * Instant.dayLength + clock
    if let offset { return Instant(milliseconds: wall - offset) }
    // The zone's offset may change within the day: look again with the first result.
    let first = Instant(milliseconds: wall - self.offset(at: Instant(milliseconds: wall)))
    return Instant(milliseconds: wall - self.offset(at: first))
  }

  /// A span of time: `500ms`, `30s`, `5m` or `5min`, `2h`, `1d`; nil for another text, and for more
  /// than a thousand years, so that sums of times stay in range.
  package static func duration(of text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [Substring: Int64] = [
      "ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
    guard let number = Int64(digits), let unit = units[text.dropFirst(digits.count)] else {
      return nil
    }
    let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow, milliseconds <= 31_557_600_000_000 else { return nil }
    return .milliseconds(milliseconds)
  }

  /// Whether a time is in a year of four digits, so that its date can be written.
  package static func isWritable(_ instant: Instant) -> Bool {
    // One day is left at both ends for zones.
    (-62_135_510_400_000..<253_402_214_400_000).contains(instant.milliseconds)
  }

  /// How many milliseconds the zone is ahead of UTC; 0 for times outside the calendar.
  package func offset(at instant: Instant) -> Int64 {
    guard Self.isWritable(instant) else { return 0 }
    let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
    return Int64(timeZone.secondsFromGMT(for: date)) * 1000
  }
}
