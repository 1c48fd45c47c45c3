import Foundation
package import Roster

/// The machine's own clock.
package final class SystemTimekeeper: Timekeeper {
  private static let start = ContinuousClock.now

  package init() {}

  /// The time now, to the millisecond.
  package func now() -> Instant {
    Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// A clock that also runs while the machine sleeps.
  package func monotonic() -> Instant {
    Instant(milliseconds: (ContinuousClock.now - Self.start).inMilliseconds)
  }

  /// Waits; throws when the task is cancelled.
  package func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
