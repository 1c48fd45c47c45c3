import Ledger
import Roster

/// Writes what is wanted to a system, every row's fate known.
///
/// The touched users are read and recorded, a plan is made and shown, and only where it is agreed to
/// are its rows put on record as intended, and sent. Whatever happens, each row ends as not sent,
/// skipped, accepted, rejected or uncertain, and the operation is closed before this returns, also
/// when the task is cancelled: then the calls under way are awaited and nothing more is sent.
///
/// - Parameters:
///   - request: What to write, how, and for whom.
///   - tools: The book, the system, the clock, and who is told.
///   - confirm: Is shown the plan, and says whether to go on.
/// - Returns: What was done and, where the push ended early, what ended it.
/// - Throws: `PushError` or `LedgerError`, where no operation was opened.
public func runPush(
  _ request: PushRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  try request.check(tools.system.system, needsReason: true)
  let operation = OperationRequest(
    kind: .push,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters,
    parent: nil
  )
  return try await runBatch(
    operation,
    rules: request.rules,
    tools: tools,
    changes: { _ in (request.changes, []) },
    touching: request.changes,
    check: { plan in
      guard let stale = request.savedPlan?.stale(against: plan), !stale.isEmpty else { return nil }
      return PushError.stale(stale)
    },
    confirm: { await confirm($0.stating(request.cleaned)) }
  )
}

/// What a batch is to write, found out from what was read; and what is left alone.
typealias WantedChanges =
  @Sendable (FreshReading) throws -> ([UserChange], [RowLeftAlone])

/// Runs a push or a retry from its opening to its end.
func runBatch(
  _ operation: OperationRequest,
  rules: SendingRules,
  tools: PushTools,
  changes: WantedChanges,
  touching: [UserChange],
  check: (Plan) -> PushError?,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  let began = tools.timekeeper.monotonic()
  let callsBefore = tools.system.callsMade
  let writer = try await tools.ledger.begin(
    operation,
    wait: tools.wait,
    timekeeper: tools.timekeeper
  )
  var run = BatchRun(writer: writer, tools: tools, rules: rules, callsBefore: callsBefore)
  do {
    let (wanted, leftAlone, fresh) = try await run.read(touching, changes)
    run.leftAlone = leftAlone
    let prepared = try run.plan(wanted, fresh)
    if let error = check(prepared.plan) { throw error }
    try await run.send(prepared, confirm: confirm)
  } catch {
    run.end(with: error)
  }
  return run.outcome(parent: operation.parent, began: began)
}

extension OperationRequest {
  /// Describes an operation that an author runs.
  init(
    kind: OperationKind,
    by author: Author,
    system: System,
    parameters: Verbatim,
    parent: Int64?
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
