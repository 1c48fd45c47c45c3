package import Ledger
package import Logging
package import RemoteAPI
package import Roster

/// What a writing operation works with.
package struct PushTools: Sendable {
  /// The log.
  package var ledger: Ledger
  /// The way to the system.
  package var system: any BatchSystem
  /// The clock.
  package var timekeeper: any Timekeeper
  /// How long to wait for another writer to end.
  package var wait: Duration
  /// When calls that were not applied are made again.
  package var retries: RetryPolicy
  /// Returns numbers in [0, 1), for the random part of a wait.
  package var random: @Sendable () -> Double
  /// Receives notes; no values, no user keys.
  package var log: Logger
  /// Receives the batch's progress after each commit of the sending.
  package var progress: @Sendable (PushProgress) -> Void
  /// Receives the number of each step right after the commit that records it; for tests that crash
  /// on purpose.
  package var afterCommit: (@Sendable (Int) -> Void)?
  /// The threads on which a batch works, and which may wait for the ledger's file; nil for those of
  /// Swift's own pool.
  package var threads: (any TaskExecutor)?

  package init(
    ledger: Ledger,
    system: any BatchSystem,
    timekeeper: any Timekeeper,
    wait: Duration = .zero,
    retries: RetryPolicy = RetryPolicy(),
    random: @escaping @Sendable () -> Double,
    log: Logger,
    progress: @escaping @Sendable (PushProgress) -> Void = { _ in },
    afterCommit: (@Sendable (Int) -> Void)? = nil,
    threads: (any TaskExecutor)? = nil
  ) {
    self.ledger = ledger
    self.system = system
    self.timekeeper = timekeeper
    self.wait = wait
    self.retries = retries
    self.random = random
    self.log = log
    self.progress = progress
    self.afterCommit = afterCommit
    self.threads = threads
  }
}

extension PushTools {
  /// Waits until a duration has passed since a time, and never longer: a time ahead of now comes
  /// from a wrong clock, and counts as passed.
  func waitUntil(_ moment: Instant?, isOver duration: Duration) async throws {
    guard let moment else { return }
    let left = min(duration, (moment + duration) - timekeeper.now())
    if left > .zero { try await timekeeper.sleep(for: left) }
  }
}
