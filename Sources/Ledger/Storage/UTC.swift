import Foundation
import Roster

/// Times as RFC 3339 in UTC, for messages.
enum UTC {
  static func text(_ instant: Instant) -> String {
    let seconds = Double(instant.milliseconds) / 1000
    return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
  }
}
