package import Roster
import Synchronization

/// A clock that stands still until it is told otherwise; waiting moves it and takes no time.
package final class ManualTimekeeper: Timekeeper {
  private let state: Mutex<Instant>

  /// Starts at a moment; 2026-01-01T00:00:00Z unless told otherwise.
  package init(_ start: Instant = Instant(milliseconds: 1_767_225_600_000)) {
    state = Mutex(start)
  }

  package func now() -> Instant { state.withLock { $0 } }

  package func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    advance(by: duration)
    await Task.yield()
  }

  /// Moves the clock, backwards too.
  package func advance(by duration: Duration) { state.withLock { $0 = $0 + duration } }
}
