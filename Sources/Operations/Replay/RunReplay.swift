package import Ledger
package import Roster
import Synchronization
import VerbatimJSON

/// Writes again observed changes, or what a batch wrote, to DingTalk or to Maycur.
///
/// Like a push it is planned, confirmed, limited, recorded and settled. A person with a problem is
/// refused like a row of a file; with `skipsRefused` they are left alone, and the others are
/// written.
///
/// - Parameters:
///   - request: What is written again, how, and who runs it.
///   - tools: The ledger, the target system, the clock, and the receiver of the progress.
///   - confirm: Receives what would be done, and returns whether to go on.
/// - Returns: The result and, if the replay ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runReplay(
  _ request: ReplayRequest,
  tools: PushTools,
  confirm: @Sendable (ReplayPlan) async -> Bool
) async throws -> ReplayOutcome {
  try request.author.checkReason()
  let first = try request.decide(for: tools)
  let operation = OperationRequest(
    kind: .replay,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters,
    parent: request.batch
  )
  let found = FoundDecision()
  let push = try await runBatch(
    operation,
    rules: request.rules,
    tools: tools,
    changes: { fresh, belief in
      let decision = try request.decide(for: tools, fresh, belief)
      found.decision.withLock { $0 = decision }
      let refused = decision.problems.map(\.refusal)
      if !refused.isEmpty, !request.rules.skipsRefused { throw PushError.refused(refused) }
      return (decision.changes, [])
    },
    touching: first.touched,
    check: { plan in
      found.decision.withLock { $0.take(plan.refused) }
      return nil
    },
    confirm: { plan in await confirm(found.plan(plan)) }
  )
  return ReplayOutcome(
    push: push,
    review: found.decision.withLock { $0.review },
    restored: push.restored
  )
}

/// What a replay decided, between the steps of its run.
private final class FoundDecision: Sendable {
  let decision = Mutex(ReplayDecision())

  func plan(_ plan: Plan) -> ReplayPlan {
    let decision = decision.withLock { $0 }
    return ReplayPlan(plan: plan, review: decision.review)
  }
}

/// Plans what a replay would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: What would be written again.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, with its refusals, and what would not be written, and why.
/// - Throws: Errors of the system or the ledger that prevent a plan.
package func planReplay(
  _ request: ReplayRequest,
  tools: PushTools
) async throws -> ReplayPlan {
  let found = FoundDecision()
  let draft = try await BatchDraft(
    touching: try request.decide(for: tools).touched,
    rules: request.rules,
    tools: tools,
    changes: { fresh, belief in
      let decision = try request.decide(for: tools, fresh, belief)
      found.decision.withLock { $0 = decision }
      return (decision.changes, [])
    }
  )
  let plan = draft.prepared.plan
  var decision = found.decision.withLock { $0 }
  decision.take(plan.refused)
  return ReplayPlan(
    plan: Plan(
      system: plan.system,
      rows: plan.rows,
      refused: decision.problems.map(\.refusal) + plan.refused
    ),
    review: decision.review
  )
}

extension ReplayRequest {
  /// The batch whose values it writes again, if it does.
  fileprivate var batch: Int64? { if case .batch(let number) = source { number } else { nil } }

  /// The request as the log keeps it.
  fileprivate var parameters: Verbatim {
    var members: [JSON.Member] = []
    switch source {
    case .observed(let span, let system):
      members.append(JSON.Member(key: "from", value: .string(system.rawValue)))
      members.append(JSON.Member(key: "after", value: .number(String(span.after))))
      members.append(JSON.Member(key: "through", value: .number(String(span.through))))
    case .batch(let number):
      members.append(JSON.Member(key: "batch", value: .number(String(number))))
    }
    members.append(JSON.Member(key: "propagatesClears", value: .bool(propagatesClears)))
    return Verbatim(String(decoding: JSON.object(members).bytes, as: UTF8.self))
  }

  /// Decides from the current log.
  ///
  /// - Parameters:
  ///   - tools: The ledger, the target system, and the clock.
  ///   - fresh: The fresh read of that system; nil if there is none.
  ///   - belief: The expected contents; nil for those of the log.
  /// - Returns: The changes, and what is not written, and why.
  /// - Throws: Errors of the ledger; `PushError` if there is no such batch.
  func decide(
    for tools: PushTools,
    _ fresh: FreshReading? = nil,
    _ belief: ExpectedValue? = nil
  ) throws -> ReplayDecision {
    try decide(
      in: tools.ledger,
      of: tools.system.system,
      now: tools.timekeeper.now(),
      catalog: fresh?.catalog?.fields,
      held: belief.map { belief in { try belief.held($0) } }
    )
  }

  /// The users of the target system whose cells the replay would read, from the current log.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - target: The target system.
  /// - Returns: The users, each once.
  /// - Throws: Errors of the ledger; `PushError` if there is no such batch.
  package func recipients(in ledger: Ledger, of target: System) throws -> [Verbatim] {
    try decide(in: ledger, of: target, now: Instant(milliseconds: 0)).touched.map(\.user)
  }

  private func decide(
    in ledger: Ledger,
    of target: System,
    now: Instant,
    catalog: [FieldDescription]? = nil,
    held: ((Verbatim) throws -> [CellAddress: CurrentCell])? = nil
  ) throws -> ReplayDecision {
    let values = try source.values(in: ledger, target: target)
    let decider = ReplayDecider(
      from: values.system,
      to: target,
      crossing: CrossSystemLinks(try ledger.links()),
      mapping: mapping,
      catalog: try catalog ?? ledger.fields(.dingtalk),
      propagatesClears: propagatesClears
    )
    let search = NewerWriteSearch(ledger: ledger, target: target, now: now)
    var decision = try decider.decide(
      values.cells.filter(isWanted),
      held: held ?? { try ledger.held(UserKey(target, $0)) },
      overtaken: { value, user, address, held in
        // Within one system, an older value is written over a newer one on purpose.
        target == values.system
          ? nil : try search.overtaking(value, user, address, held)
      }
    )
    decision.add(open: values.open.filter(isWanted))
    return decision
  }

  private func isWanted(_ cell: ObservedCell) -> Bool {
    users?.contains(cell.user) ?? true && fields?.contains(cell.address.field) ?? true
  }
}

extension ReplayDecision {
  /// Leaves cells alone of which it is not known whether their batch wrote them.
  fileprivate mutating func add(open cells: [ObservedCell]) {
    let why = "It is not known whether the batch wrote it. Settle that first."
    review.leftAlone += cells.map { cell in
      ReplayOrigin(user: cell.user, address: cell.address, fieldName: nil)
        .leftAlone(.uncertain, why)
    }
    problems += Set(cells.map(\.user)).sorted().map {
      ReplayProblem(user: $0, why: "\($0): \(why)")
    }
  }
}

extension ReplaySource {
  /// The values that it means.
  fileprivate func values(in ledger: Ledger, target: System) throws -> ReplayValues {
    switch self {
    case .observed(let span, let system):
      return ReplayValues(
        system: system,
        cells: try ledger.changedCells(of: system, in: span)
      )
    case .batch(let number):
      let (batch, lines) = try ledger.batch(number, of: nil)
      let system = batch.operation.system
      guard system != target else { throw PushError.replayToSameSystem(number, system) }
      var values = ReplayValues(system: system, cells: [])
      for line in lines {
        let cells = line.cells(at: batch.operation.openedAt)
        if line.isApplied { values.cells += cells } else if line.isOpen { values.open += cells }
      }
      return values
    }
  }
}

extension BatchLine {
  /// The written contents of the row, as if they had been observed.
  fileprivate func cells(at time: Instant) -> [ObservedCell] {
    changes.map { change in
      ObservedCell(
        user: user,
        address: CellAddress(change.field, change.item),
        content: change.to,
        entry: sent ?? intended,
        recordedAt: time
      )
    }
  }
}
