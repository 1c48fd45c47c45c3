import ArgumentParser
import Foundation
import Reports
import Roster

/// A moment on the command line: `2026-01-31`, `2026-01-31 08:00`, `2026-01-31T08:00:00+08:00`.
///
/// Without an offset it is a time of the configured zone; a day alone is its beginning.
package struct Moment: ExpressibleByArgument, Sendable {
  private let parts: DateComponents
  private let offset: Int?
  private let milliseconds: Int64
  private let isDay: Bool

  package init?(argument: String) {
    let form =
      /(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+\-]\d{2}:\d{2})?)?/
    guard let match = argument.wholeMatch(of: form) else { return nil }
    func number(_ text: Substring?) -> Int { text.flatMap { Int($0) } ?? 0 }
    var parts = DateComponents()
    parts.year = number(match.1)
    parts.month = number(match.2)
    parts.day = number(match.3)
    parts.hour = number(match.4)
    parts.minute = number(match.5)
    parts.second = number(match.6)
    guard Self.isReal(parts) else { return nil }
    self.parts = parts
    milliseconds = match.7.flatMap { Int64(String($0.prefix(3)).padding3) } ?? 0
    offset = match.8.map { Self.seconds(ofOffset: $0) }
    isDay = match.4 == nil
  }

  private static func isReal(_ parts: DateComponents) -> Bool {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    guard let date = calendar.date(from: parts) else { return false }
    let again = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: date
    )
    return again.year == parts.year && again.month == parts.month && again.day == parts.day
      && again.hour == parts.hour && again.minute == parts.minute && again.second == parts.second
  }

  private static func seconds(ofOffset text: Substring) -> Int {
    guard text != "Z" else { return 0 }
    let hours = Int(text.dropFirst().prefix(2)) ?? 0
    let minutes = Int(text.suffix(2)) ?? 0
    return (text.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// The moment, in a zone where it names no offset of its own.
  func instant(_ times: Times) -> Instant { instant(parts, times) }

  /// The last millisecond of a day in a zone; of a time, the time itself.
  func end(_ times: Times) -> Instant {
    guard isDay else { return instant(times) }
    var next = parts
    // A day that is one too many is the first of the next month.
    next.day = parts.day.map { $0 + 1 }
    return instant(next, times) + .milliseconds(-1)
  }

  private func instant(_ parts: DateComponents, _ times: Times) -> Instant {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone =
      offset.flatMap { TimeZone(secondsFromGMT: $0) } ?? TimeZone(identifier: times.zone) ?? .gmt
    let seconds = calendar.date(from: parts)?.timeIntervalSince1970 ?? 0
    return Instant(milliseconds: Int64(seconds) * 1000 + milliseconds)
  }
}

extension String {
  /// A fraction's digits as thousandths.
  fileprivate var padding3: String { self + String(repeating: "0", count: max(0, 3 - utf8.count)) }
}
