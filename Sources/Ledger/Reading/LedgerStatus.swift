import GRDB
package import Roster

/// How a ledger stands.
package struct LedgerStatus: Hashable, Sendable {
  /// The last fetch that finished and recorded somebody: one to which nobody came back learned nothing,
  /// however it ended.
  package let lastFetch: OperationSummary?
  /// When that fetch ended, by the clock of the machine on which it ran.
  package let lastFetchEnded: Instant?
  /// The findings of the last fetch that ended, however it ended.
  package let findings: [Finding]
  /// Operations that were interrupted, or failed, since the last fetch that finished.
  package let unfinished: [OperationSummary]
  /// Who is writing, if anybody is.
  package let writer: Writer?
}

/// The process that is writing.
package struct Writer: Hashable, Sendable {
  /// Its process number; 0 where that could not be read.
  package let process: Int32
  /// Since when it writes.
  package let since: Instant?
}
