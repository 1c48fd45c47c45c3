package import Ledger
import LedgerHistory
package import Roster

/// Records what was shown and not done as a proposal.
///
/// - Parameters:
///   - proposed: What is proposed.
///   - terms: Who proposes it, what it needs, and until when it can be decided about.
///   - author: Who runs it, and why; a reason is required.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The proposal.
/// - Throws: `PushError` without a reason, `LedgerError`.
package func runPropose(
  _ proposed: some Proposable,
  terms: ProposalTerms,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> ProposalFacts {
  try author.checkReason()
  let proposal = NewProposal(
    kind: proposed.kind,
    request: proposed.request,
    rows: proposed.rows,
    digest: proposed.digest,
    proposer: terms.proposer,
    needs: terms.needs,
    until: timekeeper.now() + terms.lifetime
  )
  let session = try await OperationSession(
    OperationRequest(
      kind: .propose,
      by: author,
      system: proposed.system,
      parameters: proposed.parameters
    ),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  try session.finish { try session.write { _ = try $0.propose(proposal, now: $1) } }
  return try ledger.proposalFacts(session.operation)
}

/// Records a decision about a proposal that sends nothing: every one but to apply it.
///
/// - Parameters:
///   - decision: The decision.
///   - author: Who decides, and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The proposal with the decision.
/// - Throws: `LedgerError`, `approval` if it is refused.
package func runDecision(
  _ decision: NewDecision,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> ProposalFacts {
  try ledger.check(decision, now: timekeeper.now())
  let system = try ledger.proposalFacts(decision.proposal).system
  let session = try await OperationSession(
    OperationRequest(kind: .decide, by: author, system: system),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  try session.finish { try session.write { _ = try $0.decide(decision, now: $1) } }
  return try ledger.proposalFacts(decision.proposal)
}
