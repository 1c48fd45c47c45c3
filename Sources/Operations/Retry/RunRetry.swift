import Ledger
import Roster

/// Sends the rows of a batch that were not sent, were rejected, or were settled as not applied.
///
/// They are planned again with the current contents; what was changed outside Rollbook meanwhile,
/// and what is uncertain and not settled, is left alone and named. A row's result is that of the
/// whole family of the batch and its retries: what any of them applied is not sent again. An item
/// is only added again if a read shows that none of them added it.
///
/// - Parameters:
///   - request: The batch, how, and who runs it.
///   - tools: The ledger, the system, the clock, and the receiver of the progress.
///   - confirm: Receives the plan, and returns whether to go on.
/// - Returns: The result and, if the retry ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runRetry(
  _ request: RetryRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.author.checkReason()
  let system = tools.system.system
  let (_, lines) = try tools.ledger.batch(request.batch, of: system)
  let retried = try RetryLines(
    of: request.batch,
    lines,
    in: tools.ledger,
    canRead: tools.system.canRead
  )
  let details = DetailGroups(try tools.ledger.fields(system))
  let touching = try retried.candidates.map { candidate in
    let held = try tools.ledger.held(UserKey(system, candidate.line.user))
    return candidate.line.change(held: held, details, tools.system)
  }
  try await tools.waitUntil(
    retried.candidates.compactMap(\.line.sentAt).max(),
    isOver: request.rules.quiet
  )
  let operation = OperationRequest(
    kind: .retry,
    by: request.author,
    system: system,
    parameters: Verbatim(#"{"batch":\#(request.batch)}"#),
    parent: request.batch
  )
  let ledger = tools.ledger
  let batchSystem = tools.system
  return try await runBatch(
    operation,
    rules: request.rules,
    tools: tools,
    changes: { fresh, _ in
      guard batchSystem.canRead else { return (touching, retried.leftAlone) }
      let review = RetryReview(fresh, ledger: ledger, system: batchSystem)
      return try review.changes(of: retried)
    },
    touching: touching,
    check: { _ in nil },
    confirm: confirm
  )
}
