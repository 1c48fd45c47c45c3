/// Whether and when a call that failed is made again.
///
/// Waits double from one attempt to the next up to a cap. Between half of that and all of it is
/// left to chance, so that clients that were refused together do not come back together.
package struct RetryPolicy: Hashable, Sendable {
  /// Why a call failed, as far as it matters to trying again.
  package enum Cause: Hashable, CaseIterable, Sendable {
    /// The system said that there were too many calls.
    case throttled
    /// The system said that it was busy.
    case busy
    /// The system failed (HTTP 5xx).
    case serverFailed
    /// There was no response.
    case transport
  }

  /// How one cause is met.
  package struct Rule: Hashable, Sendable {
    /// How many attempts there are, the first one included.
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

  /// What is done about throttling.
  package let throttled: Rule
  /// What is done about a busy system, which documents "up to three times".
  package let busy: Rule
  /// What is done about everything else that may pass.
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

  /// Decides about a call that failed.
  ///
  /// - Parameters:
  ///   - cause: Why it failed.
  ///   - attempt: The number of the attempt that failed, from 1.
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
