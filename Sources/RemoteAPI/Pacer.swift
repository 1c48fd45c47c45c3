package import Roster
import Synchronization

/// Delays the calls of each API to the rate that its system allows.
package final class Pacer: Sendable {
  private let pace: Mutex<Pace>
  private let timekeeper: any Timekeeper

  /// Creates a pacer.
  ///
  /// - Parameters:
  ///   - callsPerSecond: The number of calls of one API that may be sent in a second.
  ///   - spacing: The shortest time between calls of an API, by its name.
  ///   - timekeeper: Where the time comes from.
  package init(
    callsPerSecond: Int,
    spacing: [String: Duration] = [:],
    timekeeper: any Timekeeper
  ) {
    pace = Mutex(Pace(callsPerSecond: callsPerSecond, spacing: spacing))
    self.timekeeper = timekeeper
  }

  /// Waits until a call of an API may be sent.
  ///
  /// - Parameter api: The API's name.
  /// - Throws: `CancellationError` when the task is cancelled.
  package func wait(for api: String) async throws {
    let now = timekeeper.monotonic()
    let duration = pace.withLock { $0.reserve(api, now: now) }
    if duration > .zero { try await timekeeper.sleep(for: duration) }
  }

  /// Delays all calls of an API that do not wait yet.
  ///
  /// - Parameters:
  ///   - api: The API's name.
  ///   - duration: The delay.
  package func hold(_ api: String, for duration: Duration) {
    let now = timekeeper.monotonic()
    pace.withLock { $0.hold(api, for: duration, now: now) }
  }
}
