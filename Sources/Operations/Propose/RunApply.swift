import Ledger
import LedgerHistory
import Roster

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
  // What is refused now is refused before anything is asked of the system.
  try tools.ledger.check(request.decision, now: tools.timekeeper.now())
  let proposed = try tools.ledger.proposal(request.decision.proposal)
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
