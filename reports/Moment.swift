import Foundation
package import Ledger
package import Roster
package import Tables

/// A time or position as people write it in an option, an argument or a parameter.
///
/// A day is always included: as an end it means the day's end, as a beginning the day's beginning.
/// A time without an offset is in the zone of the settings. A whole second is included, too, since that
/// is how times are shown. Chinese forms mean the same: 今天, 7 天前, 2026年6月30日, 条目 1042, 批次 12 之前.
///
/// Example: `2026-01-31` as an end is 2026-01-31T23:59:59.999 in the zone; `entry:483` is a
/// position in the log.
package struct Moment: Hashable, Sendable {
  private enum Form: Hashable {
    case now
    /// A day, counted from today.
    case dayFromToday(Int64)
    /// A day, counted from 1970-01-01.
    case day(Int64)
    /// A time of a day, in milliseconds since its midnight, with its offset from UTC if one is
    /// given.
    case time(day: Int64, clock: Int64, offset: Int64?)
    /// A time before now.
    case before(Duration)
    /// A position in the log.
    case place(AsOf)
  }

  /// The forms, for an error message.
  package static let forms = """
    a moment is now, today, yesterday, today-7, a day (2026-11-29 or 2026/11/29), a time \
    (2026-11-29 08:00 or 2026-11-29T08:00:30+08:00), a span before now (-1d, -2h, now-90min), \
    entry:1042, before:batch:12 or after:batch:12
    """

  private let form: Form

  /// The text, as it was given.
  package let text: String

  /// Parses a text; nil if it has none of the ``forms``.
  package init?(_ text: String) {
    let trimmed = Self.plain(text.trimmingCharacters(in: .whitespaces))
    guard let form = Self.place(trimmed) ?? Self.relative(trimmed) ?? Self.civil(trimmed) else {
      return nil
    }
    self.form = form
    self.text = text
  }

  /// Whether it is a day without a time.
  package var isDay: Bool {
    switch form {
    case .day, .dayFromToday: true
    default: false
    }
  }

  /// Whether it is a position in the log, or now, and no time.
  package var isPlace: Bool {
    switch form {
    case .place, .now: true
    default: false
    }
  }

  /// The moment as an end: everything recorded up to it counts, up to the last millisecond of a
  /// day.
  ///
  /// - Parameters:
  ///   - times: The zone.
  ///   - now: The time now.
  /// - Returns: The position.
  package func end(_ times: Times, now: Instant) -> AsOf {
    switch form {
    case .now: .now
    case .place(let place): place
    case .day, .dayFromToday:
      .time(times.start(ofDay: (day(times, now: now) ?? 0) + 1) + .milliseconds(-1))
    case .time(_, let clock, _) where clock % 1000 == 0 && clock % 60_000 != 0:
      .time((instant(times, now: now) ?? now) + .milliseconds(999))
    case .time, .before: .time(instant(times, now: now) ?? now)
    }
  }

  /// The moment as a beginning: everything recorded after it counts, and all of a day.
  ///
  /// - Parameters:
  ///   - times: The zone.
  ///   - now: The time now.
  /// - Returns: The position after which it begins.
  package func beginning(_ times: Times, now: Instant) -> AsOf {
    guard let start = instant(times, now: now), !isPlace else { return end(times, now: now) }
    return .time(isDay ? start + .milliseconds(-1) : start)
  }

  /// The time, of a day its beginning; nil for a position in the log.
  ///
  /// - Parameters:
  ///   - times: The zone.
  ///   - now: The time now.
  /// - Returns: The time.
  package func instant(_ times: Times, now: Instant) -> Instant? {
    switch form {
    case .now: now
    case .place: nil
    case .day, .dayFromToday: day(times, now: now).map(times.start(ofDay:))
    case .time(let day, let clock, let offset): times.instant(day, clock, offset: offset)
    case .before(let span): now + (.zero - span)
    }
  }

  /// The time; for a position in the log, when its entry was recorded.
  ///
  /// - Parameters:
  ///   - times: The zone.
  ///   - now: The time now, also used for a position before the first entry.
  ///   - ledger: The ledger.
  /// - Returns: The time.
  /// - Throws: `LedgerError` for a position that the ledger does not have.
  package func instant(_ times: Times, now: Instant, in ledger: Ledger) throws -> Instant {
    if let instant = instant(times, now: now) { return instant }
    return try ledger.position(at: end(times, now: now)).recordedAt ?? now
  }

  /// The day, or the day of the time; nil for a position in the log.
  func day(_ times: Times, now: Instant) -> Int64? {
    switch form {
    case .day(let day): day
    case .dayFromToday(let days): times.day(of: now) + days
    default: instant(times, now: now).map(times.day(of:))
    }
  }
}

extension Moment {
  /// A text in the other forms, if it is in Chinese.
  private static func plain(_ text: String) -> String {
    let days = ["现在": "now", "今天": "today", "昨天": "yesterday", "前天": "today-2"]
    if let day = days[text] { return day }
    if let match = text.wholeMatch(of: /([0-9]{1,6}) ?天前/) { return "today-\(match.1)" }
    if let match = text.wholeMatch(of: /条目 ?([0-9]+)/) { return "entry:\(match.1)" }
    if let match = text.wholeMatch(of: /批次 ?([0-9]+) ?之?([前后])/) {
      return (match.2 == "前" ? "before" : "after") + ":batch:\(match.1)"
    }
    if let match = text.wholeMatch(of: /([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日(.*)/) {
      return "\(match.1)/\(match.2)/\(match.3)\(match.4)"
    }
    return text
  }

  private static func place(_ text: String) -> Form? {
    func number<Kind>(after prefix: String) -> LedgerNumber<Kind>? {
      guard text.hasPrefix(prefix) else { return nil }
      let digits = text.dropFirst(prefix.count)
      return digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        ? Int64(digits).map { LedgerNumber($0) } : nil
    }
    if let entry: EntryID = number(after: "entry:") { return .place(.entry(entry)) }
    if let batch: OperationNumber = number(after: "before:batch:") {
      return .place(.before(operation: batch))
    }
    let batch: OperationNumber? = number(after: "after:batch:")
    return batch.map { .place(.after(operation: $0)) }
  }

  private static func relative(_ text: String) -> Form? {
    switch text {
    case "now": return .now
    case "today": return .dayFromToday(0)
    case "yesterday": return .dayFromToday(-1)
    default: break
    }
    if let match = text.wholeMatch(of: /today([+\-][0-9]{1,6})/), let days = Int64(match.1) {
      return .dayFromToday(days)
    }
    guard let match = text.wholeMatch(of: /(?:now)?-([0-9]+[a-z]+)/) else { return nil }
    return Times.duration(of: String(match.1)).map { .before($0) }
  }

  private static func civil(_ text: String) -> Form? {
    let form =
      /([0-9]{4})([-\/])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]([0-9:.]+)(Z|[+\-][0-9]{2}:[0-9]{2})?)?/
    guard let match = text.wholeMatch(of: form), let year = Int(match.1), let month = Int(match.3),
      let day = Int(match.4), let date = CivilDate(year: year, month: month, day: day),
      // In ISO 8601, month and day have two digits each.
      match.2 == "/" || match.3.utf8.count + match.4.utf8.count == 4
    else { return nil }
    let days = Int64(date.days(since: .epoch))
    guard let time = match.5 else { return .day(days) }
    guard let clock = clock(time) else { return nil }
    guard let zone = match.6 else { return .time(day: days, clock: clock, offset: nil) }
    return offset(zone).map { .time(day: days, clock: clock, offset: $0) }
  }

  private static func clock(_ text: Substring) -> Int64? {
    let form = /([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3}))?)?/
    guard let match = text.wholeMatch(of: form), let hour = Int64(match.1),
      let minute = Int64(match.2), hour < 24, minute < 60
    else { return nil }
    let second = match.3.flatMap { Int64($0) } ?? 0
    guard second < 60 else { return nil }
    let fraction = match.4.map { $0 + String(repeating: "0", count: 3 - $0.utf8.count) }
    let milliseconds = fraction.flatMap { Int64($0) } ?? 0
    return (hour * 3600 + minute * 60 + second) * 1000 + milliseconds
  }

  private static func offset(_ text: Substring) -> Int64? {
    guard text != "Z" else { return 0 }
    guard let hours = Int64(text.dropFirst().prefix(2)), let minutes = Int64(text.suffix(2)),
      hours <= 18, minutes < 60
    else { return nil }
    return (text.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60) * 1000
  }
}
