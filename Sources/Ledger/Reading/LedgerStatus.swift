import GRDB
public import Roster

/// How a ledger stands.
public struct LedgerStatus: Hashable, Sendable {
  /// The last fetch that finished and recorded somebody: one to which nobody came back learned nothing,
  /// however it ended.
  public let lastFetch: OperationSummary?
  /// When that fetch ended, by the clock of the machine on which it ran.
  public let lastFetchEnded: Instant?
  /// The findings of the last fetch that ended, however it ended.
  public let findings: [Finding]
  /// Operations that were interrupted, or failed, since the last fetch that finished.
  public let unfinished: [OperationSummary]
  /// Who is writing, if anybody is.
  public let writer: Writer?
}

/// The process that is writing.
public struct Writer: Hashable, Sendable {
  /// Its process number; 0 where that could not be read.
  public let process: Int32
  /// Since when it writes.
  public let since: Instant?
}
