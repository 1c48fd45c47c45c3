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
  package static func machine(_ instant: Instant) -> String { instant.utc }

  /// The zone's wall clock, to the second: `2026-01-01 08:00:00`.
  package func human(_ instant: Instant) -> String {
    (instant + .milliseconds(offset(at: instant))).wallClock
  }

  /// Whether it is night in the zone: from 22 to 6 o'clock.
  package func isNight(_ instant: Instant) -> Bool {
    let time = instant.milliseconds + Int64(offset(at: instant))
    let hour = (time % Instant.dayLength + Instant.dayLength) % Instant.dayLength / 3_600_000
    return hour >= 22 || hour < 6
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
}
