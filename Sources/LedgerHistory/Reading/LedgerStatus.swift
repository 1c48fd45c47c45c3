import GRDB
package import Roster

/// The state of a ledger.
package struct LedgerStatus: Hashable, Sendable {
  /// The last fetch that finished and recorded at least one user.
  ///
  /// A fetch without any user learned nothing.
  package let lastFetch: OperationSummary?
  /// When that fetch ended, by the clock of the machine that ran it.
  package let lastFetchEnded: Instant?
  /// The findings of the last fetch that ended, with any status.
  package let findings: [Finding]
  /// Operations that were interrupted, or failed, since the last fetch that finished.
  package let unfinished: [OperationSummary]
  /// The process that is writing; nil if there is none.
  package let writer: Writer?
}

/// The process that is writing.
package struct Writer: Hashable, Sendable {
  /// Its process id; 0 if that could not be read.
  package let process: Int32
  /// Since when it writes.
  package let since: Instant?
}
