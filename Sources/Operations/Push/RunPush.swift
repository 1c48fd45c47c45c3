import Ledger
import Roster

/// Writes changes to a system, and records the result of every row.
///
/// It reads the touched users, makes a plan and shows it. If there is something to do, and the plan
/// is confirmed, it opens an operation and records what it read. It makes the plan again from that;
/// if the plan is the same, it records the rows as intended, and sends them. So a plan that is
/// empty, refused or declined leaves nothing behind, and no other command is blocked while a person
/// reads it. Each row ends as not sent, skipped, accepted, rejected or uncertain, and the operation
/// is closed before this returns, also when the task is cancelled: then it waits for the calls in
/// flight and sends nothing more.
///
/// - Parameters:
///   - request: What to write, how, and who runs it.
///   - tools: The ledger, the system, the clock, and the receiver of the progress.
///   - confirm: Receives the plan, and returns whether to go on.
/// - Returns: The result and, if the push ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runPush(
  _ request: PushRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.check(tools.system.system, needsReason: true)
  let operation = OperationRequest(
    kind: .push,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters
  )
  return try await runBatch(
    operation,
    rules: request.rules,
    tools: tools,
    changes: { _, _ in (request.changes, []) },
    touching: request.changes,
    check: { plan in
      guard let stale = request.savedPlan?.stale(against: plan), !stale.isEmpty else { return nil }
      return PushError.stale(stale)
    },
    confirm: { await confirm($0.stating(request.cleaned)) }
  )
}

/// Runs a batch from its draft to its end.
///
/// - Parameters:
///   - operation: Who runs what, and why.
///   - rules: What the batch may do.
///   - tools: The ledger, the system and the clock.
///   - changes: Returns the wanted changes; called once before the operation is open, and once more
///     then.
///   - touching: The users and fields to read.
///   - check: Throws if a plan must not be carried out.
///   - confirm: Receives the plan, and returns whether to go on.
/// - Returns: The result; its operation is 0 if none was opened.
/// - Throws: `LedgerError` if the plan was confirmed and the operation could not be opened.
func runBatch(
  _ operation: OperationRequest,
  rules: SendingRules,
  tools: PushTools,
  changes: WantedChanges,
  touching: [UserChange],
  check: (Plan) -> PushError?,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  var run = BatchRun(operation, tools: tools, rules: rules)
  let draft: BatchDraft
  let mark: Int64
  do {
    mark = try tools.ledger.lastEntry()
    draft = try await BatchDraft(touching: touching, rules: rules, tools: tools, changes: changes)
    try run.take(draft)
    if let error = check(draft.prepared.plan) { throw error }
  } catch {
    run.end(Task.isCancelled ? .interrupted : .failed, because: error)
    return run.outcome()
  }
  guard !draft.prepared.plan.effective.isEmpty else {
    run.end(.finished)
    return run.outcome()
  }
  guard await confirm(draft.prepared.plan) else {
    run.end(.interrupted, because: PushError.declined)
    return run.outcome()
  }
  guard !Task.isCancelled else {
    run.end(.interrupted)
    return run.outcome()
  }
  let agreed = SavedPlan(draft.prepared.plan)
  do {
    let recorded = try await run.open(draft, since: mark, touching: touching, changes)
    try run.take(recorded)
    let plan = recorded.prepared.plan
    let stale = agreed.stale(against: plan)
    if !stale.isEmpty || plan.effective.count > agreed.changes.count {
      throw PushError.stale(stale)
    }
    if let error = check(plan) { throw error }
    try await run.send(recorded.prepared)
  } catch {
    guard run.isOpen else { throw error }
    run.end(Task.isCancelled ? .interrupted : .failed, because: error)
  }
  return run.outcome()
}

extension OperationRequest {
  /// Describes an operation that an author runs.
  init(
    kind: OperationKind,
    by author: Author,
    system: System,
    parameters: Verbatim = "{}",
    parent: Int64? = nil
  ) {
    self.init(
      kind: kind,
      system: system,
      actor: author.actor,
      claimedActor: author.claimedActor,
      reason: author.reason,
      ticket: author.ticket,
      parameters: parameters,
      program: author.program,
      parent: parent
    )
  }
}
