import Roster

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
    guard let last = words.last, let minute = ClockSpan.minute(last), words.count <= 2 else {
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
}
