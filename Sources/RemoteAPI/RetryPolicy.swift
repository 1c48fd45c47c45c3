/// Whether and when a failed call is repeated.
///
/// Waits double from one attempt to the next up to a cap. Each wait is random between half of that
/// and all of it, so that clients that were refused together do not return together.
package struct RetryPolicy: Hashable, Sendable {
  /// Why a call failed, as far as it matters for repeating it.
  package enum Cause: Hashable, CaseIterable, Sendable {
    /// The system refused the call as too frequent.
    case throttled
    /// The system reported that it was busy.
    case busy
    /// The system failed (HTTP 5xx).
    case serverFailed
    /// There was no response.
    case transport
  }

  /// What is done about one cause.
  package struct Rule: Hashable, Sendable {
    /// The number of attempts, including the first one.
    package let attempts: Int
    /// The longest wait after the first attempt.
    package let first: Duration
    /// The longest wait of all.
    package let cap: Duration

    package init(attempts: Int, first: Duration, cap: Duration) {
      self.attempts = attempts
      self.first = first
      self.cap = cap
    }
  }

  /// The rule for throttling.
  package let throttled: Rule
  /// The rule for a busy system, which documents "up to three times".
  package let busy: Rule
  /// The rule for all other temporary failures.
  package let failed: Rule

  package init(
    throttled: Rule = Rule(attempts: 8, first: .seconds(2), cap: .seconds(30)),
    busy: Rule = Rule(attempts: 4, first: .seconds(1), cap: .seconds(10)),
    failed: Rule = Rule(attempts: 4, first: .seconds(1), cap: .seconds(10))
  ) {
    self.throttled = throttled
    self.busy = busy
    self.failed = failed
  }

  /// Decides about a failed call.
  ///
  /// - Parameters:
  ///   - cause: Why it failed.
  ///   - attempt: The number of the failed attempt, from 1.
  ///   - random: A number in [0, 1).
  /// - Returns: How long to wait before the next attempt; nil to give up.
  package func wait(after cause: Cause, attempt: Int, random: Double) -> Duration? {
    let rule = rule(for: cause)
    guard attempt < rule.attempts else { return nil }
    var longest = min(rule.first, rule.cap)
    for _ in 1..<max(attempt, 1) where longest < rule.cap {
      longest = min(longest * 2, rule.cap)
    }
    return longest / 2 + longest / 2 * min(max(random, 0), 1)
  }

  private func rule(for cause: Cause) -> Rule {
    switch cause {
    case .throttled: throttled
    case .busy: busy
    case .serverFailed, .transport: failed
    }
  }
}
