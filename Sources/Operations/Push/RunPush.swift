import Ledger
import Roster

/// Writes what is wanted to a system, every row's fate known.
///
/// It reads the touched users, makes a plan and shows it. If there is something to do, and the plan
/// is agreed to, it opens an operation and records what it read. It makes the plan again from that;
/// if the plan is the same, it records the rows as intended, and sends them. So a plan that is
/// empty, refused or declined leaves nothing behind, and no other command is locked out while a
/// person looks at it. Each row ends as not sent, skipped, accepted, rejected or uncertain, and the
/// operation is closed before this returns, also when the task is cancelled: then it waits for the
/// calls under way and sends nothing more.
///
/// - Parameters:
///   - request: What to write, how, and who runs it.
///   - tools: The log, the system, the clock, and who receives the progress.
///   - confirm: Is shown the plan, and says whether to go on.
/// - Returns: What was done and, where the push ended early, what ended it.
/// - Throws: `PushError` or `LedgerError`, where no operation was opened.
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
///   - operation: Who does what, and why.
///   - rules: What the batch may do.
///   - tools: The log, the system and the clock.
///   - changes: Finds out what is wanted; once before the operation is open, and once more then.
///   - touching: Whom and what to read.
///   - check: Says why a plan must not be carried out.
///   - confirm: Is shown the plan, and says whether to go on.
/// - Returns: What was done; its operation is 0 where none was opened.
/// - Throws: `LedgerError`, where it was agreed to and the operation could not be opened.
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
