import Ledger
import Roster
import Synchronization

/// Plans what a rollback would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: The batch, and how far.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, and what is not put back, and why.
/// - Throws: Errors of the system or the ledger that prevent a plan; `PushError` if there is no
///   such batch.
package func planRollback(
  _ request: RollbackRequest,
  tools: PushTools
) async throws -> RollbackPlan {
  let undoing = try RollbackRun(request, tools: tools)
  let found = Found()
  let draft = try await BatchDraft(
    touching: undoing.touched,
    rules: request.rules,
    tools: tools,
    changes: undoing.changes(found, tools)
  )
  let plan = draft.prepared.plan
  found.review.withLock { $0.take(plan.refused) }
  return RollbackPlan(plan: plan, review: found.review.withLock { $0 })
}

/// Puts back what a batch wrote, except what was changed since.
///
/// A rollback is a batch like any other: its users are read and recorded, it is planned, limited,
/// sent row by row and read again, and it can itself be settled, retried and rolled back.
///
/// - Parameters:
///   - request: The batch, how far, how, and who runs it.
///   - tools: The ledger, the system, the clock, and the receiver of the progress.
///   - confirm: Receives what would be done, and returns whether to go on.
/// - Returns: The result and, if the rollback ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runRollback(
  _ request: RollbackRequest,
  tools: PushTools,
  confirm: @Sendable (RollbackPlan) async -> Bool
) async throws -> RollbackOutcome {
  try request.author.checkReason()
  let undoing = try RollbackRun(request, tools: tools)
  // A read that is too early may show the contents from before the batch.
  try await tools.waitUntil(undoing.lastSentAt, isOver: request.rules.quiet)
  var rules = request.rules
  rules.skipsRefused = true
  let operation = OperationRequest(
    kind: .rollback,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters,
    parent: request.batch
  )
  let found = Found()
  let push = try await runBatch(
    operation,
    rules: rules,
    tools: tools,
    changes: undoing.changes(found, tools),
    touching: undoing.touched,
    check: { plan in
      found.review.withLock { $0.take(plan.refused) }
      return nil
    },
    confirm: { plan in
      await confirm(RollbackPlan(plan: plan, review: found.review.withLock { $0 }))
    }
  )
  return RollbackOutcome(
    push: push,
    review: found.review.withLock { $0 },
    restored: push.restored
  )
}

/// What a rollback found, between the steps of its run.
private final class Found: Sendable {
  let review = Mutex(RollbackReview())
}

extension RollbackRun {
  /// Returns the changes, and keeps the reasons for the rest.
  fileprivate func changes(_ found: Found, _ tools: PushTools) -> WantedChanges {
    { fresh, belief in
      let review = try review(
        fresh,
        at: tools.timekeeper.now(),
        operation: belief.operation
      ) {
        try belief.held($0)
      }
      found.review.withLock { $0 = review }
      return (review.changes, [])
    }
  }
}
