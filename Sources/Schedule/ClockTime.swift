/// A minute of a civil day, and the day of the week if only one is meant.
package struct ClockTime: Hashable, Sendable {
  /// Minutes since midnight on the wall clock, 0 to 1439.
  package let minute: Int
  /// The day of the week, 0 for Monday; nil for every day.
  package let weekday: Int?

  static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// Parses `02:30` or `mon 08:00`; nil for another text.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.last, let minute = ClockTime.minute(last), words.count <= 2 else {
      return nil
    }
    self.minute = minute
    guard words.count == 2 else {
      weekday = nil
      return
    }
    guard let day = ClockTime.weekdays.firstIndex(of: words[0].lowercased()) else { return nil }
    weekday = day
  }

  /// The minutes since midnight of `HH:MM`; nil for another text.
  static func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
    guard digits.allSatisfy({ 0...9 ~= $0 }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    return hour < 24 && minute < 60 ? hour * 60 + minute : nil
  }
}

/// A part of each civil day, from one minute to another; the second is not in it.
///
/// It may span midnight.
package struct ClockSpan: Hashable, Sendable {
  /// Its first minute since midnight.
  package let from: Int
  /// The first minute after it.
  package let to: Int

  /// Parses `07:00-21:00`; nil for another text, and for a span of no minute.
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = ClockTime.minute(ends[0]), let to = ClockTime.minute(ends[1]),
      from != to
    else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// How many minutes it has on a day without a change of the clock.
  package var minutes: Int { (to - from + 1440) % 1440 }

  /// Whether a minute since midnight is in it.
  package func contains(_ minute: Int) -> Bool {
    from < to ? from <= minute && minute < to : minute >= from || minute < to
  }
}
