/// The source of time: the only way to read a clock or to wait.
///
/// Tests pass their own.
package protocol Timekeeper: Sendable {
  /// The machine's clock, which people may set; recorded times come from it.
  func now() -> Instant
  /// A clock that is never set and never runs backwards, for measuring durations. Only differences
  /// within one process have a meaning.
  func monotonic() -> Instant
  /// Waits; throws when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment `duration` later, to the millisecond.
  package static func + (left: Instant, right: Duration) -> Instant {
    Instant(milliseconds: left.milliseconds + right.inMilliseconds)
  }

  /// The duration from `right` to `left`.
  package static func - (left: Instant, right: Instant) -> Duration {
    .milliseconds(left.milliseconds - right.milliseconds)
  }
}

extension Duration {
  /// The duration in whole milliseconds, rounded toward zero.
  package var inMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// The duration in seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
