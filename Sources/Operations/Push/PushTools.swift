public import Ledger
public import Logging
public import RemoteAPI
public import Roster

/// What an operation that writes works with.
public struct PushTools: Sendable {
  /// The log.
  public var ledger: Ledger
  /// The way to the system.
  public var system: any BatchSystem
  /// The clock.
  public var timekeeper: any Timekeeper
  /// How long to wait for another writer to end.
  public var wait: Duration
  /// When calls that were not applied are made again.
  public var retries: RetryPolicy
  /// Gives numbers in [0, 1), for the share of a wait that is left to chance.
  public var random: @Sendable () -> Double
  /// Takes what is worth noting; no values, no user keys.
  public var log: Logger
  /// Is called after each commit of the sending, with the batch's progress.
  public var progress: @Sendable (PushProgress) -> Void
  /// Is called right after each commit, with the number of commits the operation has made; for
  /// tests that crash on purpose.
  public var afterCommit: (@Sendable (Int) -> Void)?

  /// Puts tools together.
  public init(
    ledger: Ledger,
    system: any BatchSystem,
    timekeeper: any Timekeeper,
    wait: Duration = .zero,
    retries: RetryPolicy = RetryPolicy(),
    random: @escaping @Sendable () -> Double,
    log: Logger,
    progress: @escaping @Sendable (PushProgress) -> Void = { _ in },
    afterCommit: (@Sendable (Int) -> Void)? = nil
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
  }
}
