package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// All proposals with their decisions, in the order of the log.
  ///
  /// - Throws: ``LedgerError``.
  package func batchProposals() throws(LedgerError) -> [ProposalFacts] {
    try read { try ProposalReading.all(in: $0) }
  }

  /// One proposal with its decisions, without what it would write.
  ///
  /// - Parameter number: Its number.
  /// - Returns: The proposal.
  /// - Throws: ``LedgerError``, `approval` if there is none of the number.
  package func proposalFacts(_ number: OperationNumber) throws(LedgerError) -> ProposalFacts {
    try read { try ProposalReading.facts(of: number, in: $0) }
  }

  /// When an entry was recorded.
  ///
  /// - Parameter entry: Its number.
  /// - Returns: The time; that of the beginning of 1970 if there is no such entry.
  /// - Throws: ``LedgerError``.
  package func recordedAt(_ entry: EntryID) throws(LedgerError) -> Instant {
    try read { database in
      var times = RecordedTimes(database)
      return try times.of(entry: entry)
    }
  }

  /// Refuses a decision that is not permitted now, before anything is recorded for it.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - now: The time now.
  /// - Throws: ``LedgerError``, `approval` if it is refused.
  package func check(_ decision: NewDecision, now: Instant) throws(LedgerError) {
    try read { database in
      let users = try decision.users.compactMap { try IDResolver.user($0, in: database) }
      _ = try ProposalReading.duty(of: decision, by: users, in: database, now: now)
    }
  }

  /// One proposal, with what it would write.
  ///
  /// - Parameter number: Its number.
  /// - Returns: The proposal.
  /// - Throws: ``LedgerError``, `approval` if there is none of the number.
  package func proposal(_ number: OperationNumber) throws(LedgerError) -> ProposedBatch {
    try read { database in
      let facts = try ProposalReading.facts(of: number, in: database)
      let request: Verbatim?? = try database.first(
        """
        SELECT t.content FROM proposal p LEFT JOIN personal_text t ON t.id = p.request
        WHERE p.operation = ?
        """,
        [number]
      ) { $0.text(0) }
      let rows: [(planned: Verbatim?, user: Verbatim?)] = try database.rows(
        """
        SELECT t.content, u.key FROM append a
        JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        JOIN proposed_row r ON r.entry = n.id
        LEFT JOIN personal_text t ON t.id = r.planned
        LEFT JOIN personal_user u ON u.id = n.user
        WHERE a.operation = ? ORDER BY n.id
        """,
        [number]
      ) { ($0.text(0), $0.text(1)) }
      return ProposedBatch(
        facts: facts,
        request: request ?? nil,
        rows: rows.map(\.planned),
        users: rows.map(\.user)
      )
    }
  }
}
