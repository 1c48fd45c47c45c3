package import LedgerStorage
package import GRDB
package import Roster

/// Reads proposals from the log.
package enum ProposalReading {
  /// A proposal with its decisions.
  ///
  /// - Throws: `LedgerError.approval` if the log has none of the number, or errors of the database.
  package static func facts(
    of number: OperationNumber,
    in database: Database
  ) throws -> ProposalFacts {
    guard let found = try all(in: database, "WHERE p.operation = ?", [number]).first else {
      throw LedgerError.approval(.noSuchProposal(number))
    }
    return found
  }

  /// Proposals in the order of the log.
  ///
  /// - Parameters:
  ///   - database: The log.
  ///   - condition: Which ones, in SQL over the proposal `p`; all without one.
  ///   - arguments: The parameters of the condition.
  /// - Returns: The proposals, each with its decisions.
  /// - Throws: Errors of the database.
  package static func all(
    in database: Database,
    _ condition: String = "",
    _ arguments: [any SQLBindable] = []
  ) throws -> [ProposalFacts] {
    try database.rows(
      """
      SELECT p.operation, p.kind, o.system, p.digest, w.content, r.content, p.needs, p.people,
        a.recorded_at, p.until
      FROM proposal p
      JOIN operation o ON o.id = p.operation
      JOIN entry n ON n.id = p.entry
      JOIN append a ON a.id = n.append
      LEFT JOIN personal_text w ON w.id = p.proposer
      LEFT JOIN personal_text r ON r.id = o.reason
      \(condition) ORDER BY p.entry
      """,
      arguments
    ) { row in
      let number: OperationNumber = row.integer(0)
      return ProposalFacts(
        number: number,
        kind: row.text(1).flatMap { OperationKind(rawValue: $0.text) } ?? .push,
        system: row.text(2).flatMap { System(rawValue: $0.text) } ?? .dingtalk,
        digest: row.array(3),
        proposer: row.text(4) ?? "",
        reason: row.text(5),
        needs: ApprovalNeeds(text: row.text(6)?.text ?? ""),
        people: Int(row.integer(7) as Int64),
        proposedAt: Instant(milliseconds: row.integer(8)),
        until: Instant(milliseconds: row.integer(9)),
        decisions: try decisions(about: number, in: database)
      )
    }
  }

  private static func decisions(
    about number: OperationNumber,
    in database: Database
  ) throws -> [RecordedDecision] {
    try database.rows(
      """
      SELECT d.entry, a.operation, a.recorded_at, d.decision, d.duty, w.content, r.content
      FROM decision d
      JOIN entry n ON n.id = d.entry
      JOIN append a ON a.id = n.append
      JOIN operation o ON o.id = a.operation
      LEFT JOIN personal_text w ON w.id = d.person
      LEFT JOIN personal_text r ON r.id = o.reason
      WHERE d.proposal = ? ORDER BY d.entry
      """,
      [number]
    ) { row in
      RecordedDecision(
        entry: row.integer(0),
        operation: row.integer(1),
        at: Instant(milliseconds: row.integer(2)),
        decision: row.text(3).flatMap { ProposalDecision(rawValue: $0.text) } ?? .declined,
        duty: row.text(4)?.text ?? "",
        person: row.text(5) ?? "",
        reason: row.text(6)
      )
    }
  }

  /// Refuses a decision that is not permitted.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - person: Who the person is, in both systems.
  ///   - database: The log.
  ///   - now: The time now.
  /// - Returns: The duty by which an approval or a review counts; empty for other decisions.
  /// - Throws: `LedgerError.approval`, or errors of the database.
  package static func duty(
    of decision: NewDecision,
    by person: [UserNumber],
    in database: Database,
    now: Instant
  ) throws -> String {
    let proposal = try facts(of: decision.proposal, in: database)
    let rows = Set(try users(of: decision.proposal, in: database))
    do throws(ApprovalError) {
      return try ApprovalDecider.check(
        decision,
        on: proposal,
        isInRows: !rows.isDisjoint(with: person),
        now: now
      )
    } catch {
      throw LedgerError.approval(error)
    }
  }

  /// The users to whom a proposal would write.
  private static func users(of number: OperationNumber, in database: Database) throws
    -> [UserNumber]
  {
    try database.rows(
      """
      SELECT n.user FROM append a
      JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
      WHERE a.operation = ? AND n.kind = \(EntryKind.proposed.code)
      """,
      [number]
    ) { $0.integer(0) }
  }
}
