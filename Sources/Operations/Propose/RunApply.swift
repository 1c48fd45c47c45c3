import Ledger
import LedgerHistory
package import Roster

/// Who applies which proposal.
package struct ApplyRequest: Sendable {
  /// The proposal's number.
  package var proposal: OperationNumber
  /// The decision, `applied` or `emergency`, with the digest of what the person saw.
  package var decision: NewDecision
  /// Fields that are never read, and so never written.
  package var never: Set<FieldCode>
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(
    proposal: OperationNumber,
    decision: NewDecision,
    never: Set<FieldCode>,
    author: Author
  ) {
    self.proposal = proposal
    self.decision = decision
    self.never = never
    self.author = author
  }
}

/// Sends what a proposal says, if it has its approvals and nothing that it touches has changed since.
///
/// The decision and the intended rows are one transaction, so a proposal is applied once at the most.
///
/// - Parameters:
///   - request: The proposal, and who applies it.
///   - tools: The ledger, the system, the clock, and the receiver of the progress.
///   - confirm: Receives the plan, and returns whether to go on.
/// - Returns: The result and, if it ended early, the error.
/// - Throws: `LedgerError`, `approval` if it may not be applied; `ApprovalError`, `PushError`.
package func runApply(
  _ request: ApplyRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.author.checkReason()
  let proposed = try tools.ledger.proposal(request.proposal)
  // What is refused now is refused before anything is asked of the system.
  _ = try ApprovalDecider.check(
    request.decision.decision,
    on: proposed.facts,
    by: request.decision.person,
    isInRows: false,
    digest: request.decision.digest,
    now: tools.timekeeper.now()
  )
  var run = BatchRun(ApplyRun(request: request, batch: try BatchProposal(proposed)), tools)
  return try await run.run { await confirm($0) }
}

/// One application of a proposal: its changes as they were approved, and nothing else.
private struct ApplyRun: BatchSource {
  let request: ApplyRequest
  let batch: BatchProposal

  var rules: SendingRules {
    var rules = batch.rules
    rules.never = request.never
    return rules
  }

  var touched: [UserChange] { batch.plan.changes }

  var decision: NewDecision? { request.decision }

  func operation(on system: System) -> OperationRequest {
    OperationRequest(
      kind: batch.kind,
      by: request.author,
      system: system,
      parameters: batch.parameters,
      parent: batch.parent
    )
  }

  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview {
    BatchReview(changes: batch.plan.changes)
  }

  func check(_ plan: Plan) throws {
    let stale = batch.plan.stale(against: plan)
    if !stale.isEmpty { throw PushError.stale(stale) }
    guard batch.plan.readable(names: [:], fields: [:]).digest == plan.digest else {
      throw PushError.otherPlan
    }
  }
}
