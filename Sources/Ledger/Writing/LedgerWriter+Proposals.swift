package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends a proposal: a proposed entry for each user, and a submitted one.
  ///
  /// An erasure of a user who is under a hold is not proposed: the refusal is appended instead.
  ///
  /// - Parameters:
  ///   - proposal: The proposal.
  ///   - now: The time now.
  /// - Returns: The number of the submitted entry.
  /// - Throws: ``LedgerError``, `erasure` if a user was erased, is under a hold that forbids it, or is
  ///   under none that could be lifted.
  @discardableResult
  package func propose(_ proposal: NewProposal, now: Instant) throws(LedgerError) -> EntryID {
    let users = proposal.rows.map(\.user)
    if proposal.kind == .erase { try refuseUnderHold(users, now: now) }
    return try append(now: now) { appending in
      if proposal.kind == .release { for user in users { _ = try appending.held(user) } }
      return try appending.propose(proposal, operation: operation)
    }
  }

  /// Appends a decision about a proposal, if the person may decide so at this time.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - now: The time now; if the clock was set back, the time of the last entry counts.
  /// - Returns: The number of the decided entry.
  /// - Throws: ``LedgerError``, `approval` if it is refused.
  @discardableResult
  package func decide(_ decision: NewDecision, now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { try $0.decide(decision, operation: operation) }
  }
}

extension AppendTransaction {
  fileprivate mutating func propose(
    _ proposal: NewProposal,
    operation: OperationNumber
  ) throws -> EntryID {
    let users = try proposal.rows.map { try user($0.user) }
    try begin(Facts(operation: operation, entries: users.count + 1))
    for (row, user) in zip(proposal.rows, users) {
      let planned = try text(row.planned)
      let entry = try entry(.proposed, user: user)
      try database.run(
        "INSERT INTO proposed_row (entry, planned) VALUES (?, ?)",
        [entry, planned]
      )
    }
    let (proposer, request) = (try text(proposal.proposer), try text(proposal.request))
    let entry = try entry(.submitted)
    try database.run(
      """
      INSERT INTO proposal (entry, operation, kind, digest, until, people, needs, proposer, request)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry, operation, proposal.kind.rawValue, proposal.digest, proposal.until.milliseconds,
        users.count, proposal.needs.text, proposer, request,
      ]
    )
    return entry
  }

  mutating func decide(
    _ decision: NewDecision,
    operation: OperationNumber
  ) throws -> EntryID {
    let duty = try ProposalReading.duty(
      of: decision,
      by: try decision.users.compactMap { try knownUser($0) },
      in: database,
      now: max(now, Instant(milliseconds: state.recordedAt))
    )
    try begin(Facts(operation: operation, entries: 1))
    let person = try text(decision.person.name)
    let entry = try entry(.decided)
    try database.run(
      """
      INSERT INTO decision (entry, proposal, decision, digest, duty, person)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        entry, decision.proposal, decision.decision.rawValue, decision.digest, duty, person,
      ]
    )
    return entry
  }
}
