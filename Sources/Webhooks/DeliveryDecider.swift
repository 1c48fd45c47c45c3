package import Roster

/// Decides when the next message of a webhook is sent; a pure value, and all that is kept of it.
///
/// Messages are delivered in their order, one at a time: the next one is sent when the one before
/// was delivered.
package struct DeliveryDecider: Hashable, Codable, Sendable {
  /// What is to be done now.
  package enum Step: Hashable, Sendable {
    /// Send the first message after a position.
    case send(after: UInt64)
    /// Wait until a time, and ask again.
    case wait(until: Instant)
    /// Send nothing; the receiver wants no more.
    case ended
  }

  /// The waits after the first failure, the second, and so on; the last one for all later ones.
  package static let waits: [Duration] = [
    .seconds(5), .seconds(60), .seconds(300), .seconds(1800), .seconds(7200), .seconds(21_600),
  ]

  /// How long a message must fail for the webhook to be stalled.
  package static let stall = Duration.seconds(86_400)

  /// Everything up to this position was delivered.
  package private(set) var position: UInt64
  /// How often the next message has failed.
  package private(set) var failures = 0
  /// Whether the receiver wants no more messages.
  package private(set) var hasEnded = false
  private var failedSince: Int64?
  private var lastFailure: Int64?
  private var wait: Int64 = 0

  /// Begins after a position.
  package init(position: UInt64) { self.position = position }

  /// Since when the next message has failed; nil if it has not.
  package var failingSince: Instant? { failedSince.map { Instant(milliseconds: $0) } }

  /// Whether the next message has failed for a day.
  package func isStalled(at now: Instant) -> Bool {
    failingSince.map { now - $0 >= Self.stall } ?? false
  }

  /// What is to be done now.
  package func step(at now: Instant) -> Step {
    if hasEnded { return .ended }
    guard let lastFailure else { return .send(after: position) }
    let time = Instant(milliseconds: lastFailure) + .milliseconds(wait)
    // If the clock was set back, the wait is over: its end may be far.
    return now >= time || now.milliseconds < lastFailure
      ? .send(after: position) : .wait(until: time)
  }

  /// Notes what became of an attempt.
  ///
  /// - Parameters:
  ///   - outcome: The outcome.
  ///   - delivered: The position of the message.
  ///   - now: The time.
  ///   - random: A number in [0, 1): the longest wait is up to a tenth longer.
  package mutating func note(
    _ outcome: DeliveryOutcome,
    of delivered: UInt64,
    at now: Instant,
    random: Double
  ) {
    switch outcome {
    case .delivered: self = DeliveryDecider(position: max(position, delivered))
    case .gone: hasEnded = true
    case .failed:
      let next = Self.waits[min(failures, Self.waits.count - 1)]
      let isLast = failures >= Self.waits.count - 1
      wait = (isLast ? next + next / 10 * random : next).inMilliseconds
      failures += 1
      failedSince = failedSince ?? now.milliseconds
      lastFailure = now.milliseconds
    }
  }

  /// Ends a wait, and begins again if the receiver wanted no more.
  package mutating func resume() {
    lastFailure = nil
    hasEnded = false
  }
}
