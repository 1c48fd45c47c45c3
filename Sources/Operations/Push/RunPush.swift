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
  try request.author.checkReason()
  try request.check(for: tools.system.system)
  var run = BatchRun(request, tools)
  return try await run.run { await confirm($0.stating(request.cleaned)) }
}

/// Plans what a push would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: The wanted changes.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, with its refusals.
/// - Throws: Errors of the system or the ledger that prevent a plan; `PushError`, `stale` if a
///   saved plan is stale.
package func planDry(_ request: PushRequest, tools: PushTools) async throws -> Plan {
  try request.check(for: tools.system.system)
  var run = BatchRun(request, tools)
  return try await run.dryPlan().stating(request.cleaned)
}

extension PushRequest {
  /// Checks what can be decided before anything is opened or requested.
  fileprivate func check(for system: System) throws(PushError) {
    if let savedPlan, savedPlan.system != system {
      throw .otherSystem(planned: savedPlan.system, asked: system)
    }
    var observed: Set<Verbatim> = []
    for change in changes where !observed.insert(change.user).inserted {
      throw .userTwice(change.user)
    }
  }
}

extension PushRequest: BatchSource {
  var touched: [UserChange] { changes }

  func operation(on system: System) -> OperationRequest {
    OperationRequest(kind: .push, by: author, system: system, parameters: parameters)
  }

  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview {
    BatchReview(changes: changes)
  }

  func check(_ plan: Plan) throws {
    let stale = savedPlan?.stale(against: plan) ?? []
    if !stale.isEmpty { throw PushError.stale(stale) }
  }
}
