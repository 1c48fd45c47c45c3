/// Where the time comes from: the only way to ask for it, or to wait.
package protocol Timekeeper: Sendable {
  /// The time now, as the machine believes it: what is written down. Somebody may set it.
  func now() -> Instant
  /// A moment of a clock that nobody sets and that never runs backwards: only the difference
  /// between two of them, within one process, means anything. Durations are measured with it.
  func monotonic() -> Instant
  /// Waits; throws when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  package let milliseconds: Int64

  /// Makes a moment of milliseconds since the epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment `duration` later, to the millisecond.
  package static func + (left: Instant, right: Duration) -> Instant {
    Instant(milliseconds: left.milliseconds + right.inMilliseconds)
  }

  /// How long it is from `right` to `left`.
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
