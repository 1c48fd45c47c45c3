package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends all rows of a batch, in one transaction, before the first of them is sent.
  ///
  /// - Parameters:
  ///   - rows: The rows, each user once.
  ///   - decision: The decision to apply the proposal that the rows are from, which is appended before
  ///     them; nil for rows of no proposal.
  ///   - now: The time now.
  /// - Returns: The numbers of their entries, in the order of the rows.
  /// - Throws: ``LedgerError``, `approval` if the decision is refused; then none is appended.
  package func intend(
    _ rows: [IntendedRow],
    applying decision: NewDecision? = nil,
    now: Instant
  ) throws(LedgerError) -> [EntryID] {
    guard !rows.isEmpty else { return [] }
    return try append(now: now) { appending in
      if let decision { _ = try appending.decide(decision, operation: operation) }
      return try appending.intend(rows, operation: operation)
    }
  }

  /// Appends steps of a batch in their order, in one transaction.
  ///
  /// When this returns, they survive a crash of the process and of the machine.
  ///
  /// - Parameters:
  ///   - steps: The steps; each is an append of its own.
  ///   - now: The time now.
  /// - Returns: For each step, the number of the sent entry, if it is a call.
  /// - Throws: ``LedgerError``; then none is appended.
  package func take(_ steps: [BatchStep], now: Instant) throws(LedgerError) -> [EntryID?] {
    try append(now: now) { appending in
      try steps.map { try appending.take($0, operation: operation) }
    }
  }

  /// Appends that a call will be sent.
  ///
  /// When this returns, the entry survives a crash of the process and of the machine.
  ///
  /// - Parameters:
  ///   - intended: The intended entries of the rows in the call.
  ///   - now: The time now.
  /// - Returns: The number of the sent entry.
  /// - Throws: ``LedgerError``.
  package func send(_ intended: [EntryID], now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { try $0.send(intended, operation: operation) }
  }

  /// Appends the results of the rows of a call.
  ///
  /// - Parameters:
  ///   - verdicts: The verdict for each intended entry of the call.
  ///   - sent: The number of the sent entry.
  ///   - call: When it was sent, when its response arrived, and the system's id of it.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func record(
    _ verdicts: [(intended: EntryID, verdict: RowVerdict)],
    of sent: EntryID,
    call: CallFacts,
    now: Instant
  ) throws(LedgerError) {
    guard !verdicts.isEmpty else { return }
    try append(now: now) {
      try $0.record(verdicts, of: sent, call: call, operation: operation)
    }
  }

  /// Appends the result that a read showed for an uncertain row.
  ///
  /// - Parameters:
  ///   - intended: The number of the row's intended entry, of any batch.
  ///   - verdict: The result.
  ///   - how: How it was found out.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``.
  package func settle(
    _ intended: EntryID,
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
  ///   - configured: The limit in the configuration.
  ///   - used: The limit that was used instead.
  /// - Throws: ``LedgerError``.
  package func recordOverride(
    of limit: String,
    configured: Int,
    used: Int
  ) throws(LedgerError) {
    try amend { database in
      try database.run(
        """
        INSERT INTO limit_override (operation, entry, name, configured, used)
        VALUES (?, (SELECT max(id) FROM entry), ?, ?, ?)
        """,
        [operation, limit, configured, used]
      )
    }
  }

  /// Records a behaviour of this tenant that a probe found.
  ///
  /// - Parameters:
  ///   - name: The behaviour.
  ///   - answer: What the tenant does.
  /// - Throws: ``LedgerError``.
  package func recordBehaviour(_ name: String, answer: String) throws(LedgerError) {
    try amend { database in
      try database.run(
        "INSERT INTO behaviour (operation, system, name, answer) VALUES (?, ?, ?, ?)",
        [operation, system.rawValue, name, answer]
      )
    }
  }
}
