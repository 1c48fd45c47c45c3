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
    guard ends.count == 2, let from = ClockSpan.minute(ends[0]), let to = ClockSpan.minute(ends[1]),
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

  /// As it is parsed: `07:00-21:00`.
  package var text: String { "\(Self.clock(from))-\(Self.clock(to))" }

  private static func clock(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minute / 60)):\(two(minute % 60))"
  }

  /// The minutes since midnight of `HH:MM`; nil for another text.
  package static func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
    guard digits.allSatisfy({ 0...9 ~= $0 }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    return hour < 24 && minute < 60 ? hour * 60 + minute : nil
  }
}

extension Instant {
  /// The minutes since midnight of UTC.
  package var minuteOfDay: Int {
    let minutes = milliseconds / 60_000 % 1_440
    return Int(minutes < 0 ? minutes + 1_440 : minutes)
  }
}
