import Roster

/// Plans what a rollback would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: The batch, and how far.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, and in its review what is not put back, and why.
/// - Throws: Errors of the system or the ledger that prevent a plan; `PushError` if there is no
///   such batch.
package func planRollback(_ request: RollbackRequest, tools: PushTools) async throws -> Plan {
  var run = BatchRun(try RollbackRun(request, tools, rules: request.rules), tools)
  return try await run.dryPlan()
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
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.author.checkReason()
  var rules = request.rules
  rules.skipsRefused = true
  let rollback = try RollbackRun(request, tools, rules: rules)
  // A read that is too early may show the contents from before the batch.
  try await tools.waitUntil(rollback.lastSentAt, isOver: rules.quiet)
  var run = BatchRun(rollback, tools)
  return try await run.run(confirm)
}
