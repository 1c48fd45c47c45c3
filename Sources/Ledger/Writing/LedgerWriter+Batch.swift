import GRDB
package import Roster

extension LedgerWriter {
  /// Appends all rows of a batch, in one transaction, before the first of them is sent.
  ///
  /// - Parameters:
  ///   - rows: What is to be written, each user once.
  ///   - now: The time now.
  /// - Returns: The numbers of their entries, in the order of the rows.
  /// - Throws: ``LedgerError``; then none is appended.
  package func intend(_ rows: [IntendedRow], now: Instant) throws(LedgerError) -> [Int64] {
    guard !rows.isEmpty else { return [] }
    return try append(now: now) { try $0.intend(rows, operation: operation) }
  }

  /// Appends that a call is about to leave.
  ///
  /// When this returns, the log knows it, whatever becomes of process and machine.
  ///
  /// - Parameters:
  ///   - intended: The entries of the rows that the call carries.
  ///   - now: The time now.
  /// - Returns: The number of the call's entry.
  /// - Throws: ``LedgerError``.
  package func send(_ intended: [Int64], now: Instant) throws(LedgerError) -> Int64 {
    try append(now: now) { try $0.send(intended, operation: operation) }
  }

  /// Appends what became of the rows of a call.
  ///
  /// - Parameters:
  ///   - verdicts: The verdict on each intended entry that the call carried.
  ///   - sent: The number of the call's entry.
  ///   - call: When it left, when its answer had arrived, and the system's id of it.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func record(
    _ verdicts: [(intended: Int64, verdict: RowVerdict)],
    of sent: Int64,
    call: CallFacts,
    now: Instant
  ) throws(LedgerError) {
    guard !verdicts.isEmpty else { return }
    try append(now: now) {
      try $0.record(verdicts, of: sent, call: call, operation: operation)
    }
  }

  /// Appends that a row is not sent, and why.
  ///
  /// - Parameters:
  ///   - intended: The row's entry.
  ///   - reason: Which cells had moved, and to what.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func skip(_ intended: Int64, reason: Verbatim, now: Instant) throws(LedgerError) {
    try append(now: now) { try $0.skip(intended, reason: reason, operation: operation) }
  }

  /// Appends what was found out about an uncertain row.
  ///
  /// - Parameters:
  ///   - intended: The row's entry, of whatever batch.
  ///   - verdict: What was found out.
  ///   - how: How we know.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func settle(
    _ intended: Int64,
    as verdict: Settlement,
    how: Verbatim,
    now: Instant
  ) throws(LedgerError) {
    try append(now: now) {
      try $0.settle(intended, as: verdict, how: how, operation: operation)
    }
  }

  /// Records that the operation was allowed to exceed a limit of the configuration.
  ///
  /// - Parameters:
  ///   - limit: The limit's name.
  ///   - configured: What the configuration allows.
  ///   - used: What was allowed instead.
  /// - Throws: ``LedgerError``.
  package func recordOverride(
    of limit: String,
    configured: Int,
    used: Int
  ) throws(LedgerError) {
    try amend { database in
      try database.execute(
        sql: """
          INSERT INTO limit_override (operation, entry, name, configured, used)
          VALUES (?, (SELECT max(id) FROM entry), ?, ?, ?)
          """,
        arguments: [operation, limit, configured, used]
      )
    }
  }

  /// Records what a probe found that this tenant does.
  ///
  /// - Parameters:
  ///   - name: The behaviour.
  ///   - answer: What the tenant does.
  /// - Throws: ``LedgerError``.
  package func recordBehaviour(_ name: String, answer: String) throws(LedgerError) {
    try amend { database in
      try database.execute(
        sql: "INSERT INTO behaviour (operation, system, name, answer) VALUES (?, ?, ?, ?)",
        arguments: [operation, system.rawValue, name, answer]
      )
    }
  }
}
