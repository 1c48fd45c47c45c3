import Foundation
public import Roster

/// Days of a zone, counted from 1970-01-01, and their texts.
extension Times {
  /// The day on which a moment falls.
  public func day(of instant: Instant) -> Int64 {
    let local = instant.milliseconds + offset(at: instant)
    return local >= 0 ? local / Self.dayLength : (local + 1) / Self.dayLength - 1
  }

  /// The moment at which a day begins.
  public func start(ofDay day: Int64) -> Instant {
    let wall = day * Self.dayLength
    // What the clock is ahead of UTC may change within the day: look again with what was found.
    let first = Instant(milliseconds: wall - offset(at: Instant(milliseconds: wall)))
    return Instant(milliseconds: wall - offset(at: first))
  }

  /// The day that a text names; nil where it is none, or there is no such day.
  public static func day(ofDate text: String) -> Int64? {
    CivilDate(Verbatim(text)).map { Int64($0.days(since: .epoch)) }
  }

  /// A day's text, `2026-01-31`.
  public static func date(ofDay day: Int64) -> String {
    String(machine(Instant(milliseconds: day * dayLength)).prefix(10))
  }

  /// The moment that a text names: `2026-01-31T08:00`, with seconds and an offset or without.
  func instant(_ text: String) -> Instant? {
    let form = /([0-9-]{10})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(Z|[+\-][0-9]{2}:[0-9]{2})?/
    guard let match = text.wholeMatch(of: form), let day = Self.day(ofDate: String(match.1)),
      let hour = Int64(match.2), let minute = Int64(match.3), hour < 24, minute < 60
    else { return nil }
    let second = match.4.flatMap { Int64($0) } ?? 0
    guard second < 60 else { return nil }
    let clock = (hour * 3600 + minute * 60 + second) * 1000
    guard let offset = match.5 else {
      let wall = day * Self.dayLength + clock
      let first = Instant(milliseconds: wall - self.offset(at: Instant(milliseconds: wall)))
      return Instant(milliseconds: wall - self.offset(at: first))
    }
    return Instant(milliseconds: day * Self.dayLength + clock - Self.milliseconds(ofOffset: offset))
  }

  private static var dayLength: Int64 { 86_400_000 }

  private static func milliseconds(ofOffset text: Substring) -> Int64 {
    guard text != "Z" else { return 0 }
    let hours = Int64(text.dropFirst().prefix(2)) ?? 0
    let minutes = Int64(text.suffix(2)) ?? 0
    return (text.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60) * 1000
  }

  private func offset(at instant: Instant) -> Int64 {
    let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
    return Int64((TimeZone(identifier: zone) ?? .gmt).secondsFromGMT(for: date)) * 1000
  }
}
