package import Roster
import Synchronization

/// A stopped clock that only a test moves; waiting moves it and takes no time.
package final class ManualTimekeeper: Timekeeper {
  private struct Clocks {
    var wall: Instant
    var monotonic = Instant(milliseconds: 0)
  }

  private let clocks: Mutex<Clocks>

  /// Starts at a moment; 2026-01-01T00:00:00Z by default.
  package init(_ start: Instant = Instant(milliseconds: 1_767_225_600_000)) {
    clocks = Mutex(Clocks(wall: start))
  }

  package func now() -> Instant { clocks.withLock { $0.wall } }

  package func monotonic() -> Instant { clocks.withLock { $0.monotonic } }

  package func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    advance(by: duration)
    await Task.yield()
  }

  /// Moves the clock, backwards too; the monotonic one only goes on.
  package func advance(by duration: Duration) {
    clocks.withLock {
      $0.wall = $0.wall + duration
      $0.monotonic = $0.monotonic + max(.zero, duration)
    }
  }

  /// Sets the clock, like a person who types a date; no time passes.
  package func set(to moment: Instant) { clocks.withLock { $0.wall = moment } }
}
