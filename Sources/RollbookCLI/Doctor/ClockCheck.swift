import Foundation
import RemoteAPI
import Roster
import Synchronization

/// Sends calls, and reads the server's clock from the responses.
final class ClockCheck: Transport {
  private let inner: any Transport
  private let timekeeper: any Timekeeper
  private let skew = Mutex<Duration?>(nil)

  init(_ inner: any Transport, timekeeper: any Timekeeper) {
    self.inner = inner
    self.timekeeper = timekeeper
  }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let response = try await inner.send(request, timeout: timeout)
    let now = timekeeper.now()
    if let theirs = response.date.flatMap(Self.instant) { skew.withLock { $0 = now - theirs } }
    return response
  }

  /// The diagnosis from the last response.
  ///
  /// `Date` has whole seconds, and responses take some time.
  var diagnosis: Diagnosis {
    guard let skew = skew.withLock({ $0 }) else {
      return Diagnosis("clock", .skipped, "No response had the server's time.")
    }
    let seconds = Int(skew.components.seconds)
    if abs(seconds) <= 60 {
      return Diagnosis("clock", .ok, "It agrees with the system's.")
    }
    let direction = seconds > 0 ? "ahead of" : "behind"
    return Diagnosis(
      "clock",
      .warn,
      """
      It is \(abs(seconds)) s \(direction) the system's; the log's times would be wrong. Set the \
      clock, or let NTP do it.
      """
    )
  }

  /// The time of an HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func instant(_ text: String) -> Instant? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.date(from: text).map {
      Instant(milliseconds: Int64($0.timeIntervalSince1970) * 1000)
    }
  }
}
