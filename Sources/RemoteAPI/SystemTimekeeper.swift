import Foundation
public import Roster

/// The machine's own clock.
public final class SystemTimekeeper: Timekeeper {
  /// Makes a timekeeper.
  public init() {}

  /// The time now, to the millisecond.
  public func now() -> Instant {
    Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// Waits; throws when the task is cancelled.
  public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
