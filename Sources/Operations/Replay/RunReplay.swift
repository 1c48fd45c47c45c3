import Ledger
import Roster
import VerbatimJSON

/// Writes again what was seen to change, or what a batch wrote, to DingTalk or to Maycur.
///
/// As a push does: planned, agreed to, limited, recorded, settled. A person with a problem is refused
/// like a row of a file; with `skipsRefused` they are left alone, and the others are written.
///
/// - Parameters:
///   - request: What is emitted again, how, and for whom.
///   - tools: The book, the system that is written to, the clock, and who is told.
///   - confirm: Is shown the plan, and says whether to go on.
/// - Returns: What was done and, where the replay ended early, what ended it.
/// - Throws: `PushError` or `LedgerError`, where no operation was opened.
public func runReplay(
  _ request: ReplayRequest,
  tools: PushTools,
  confirm: @Sendable (Plan) async -> Bool
) async throws -> PushOutcome {
  if request.author.reason?.isEmpty ?? true { throw PushError.noReason }
  let first = try request.decide(for: tools)
  let operation = OperationRequest(
    kind: .replay,
    by: request.author,
    system: tools.system.system,
    parameters: request.parameters,
    parent: request.batch
  )
  return try await runBatch(
    operation,
    rules: request.rules,
    tools: tools,
    changes: { _ in
      // Decided again: the book is this operation's alone only now.
      let decision = try request.decide(for: tools)
      let refused = decision.problems.map(\.refusal)
      if !refused.isEmpty, !request.rules.skipsRefused { throw PushError.refused(refused) }
      return (
        decision.changes,
        decision.problems.map { RowLeftAlone(user: $0.user, why: $0.why) }
      )
    },
    touching: first.changes,
    check: { _ in nil },
    confirm: confirm
  )
}

/// Plans what a replay would do, and does nothing.
///
/// - Parameters:
///   - request: What would be emitted again.
///   - tools: The book, the system and the clock.
/// - Returns: The plan, with what is refused of it, and what was decided.
/// - Throws: What the system or the book says where there can be no plan.
public func planReplay(
  _ request: ReplayRequest,
  tools: PushTools
) async throws -> (plan: Plan, decision: ReplayDecision) {
  let decision = try request.decide(for: tools)
  let push = PushRequest(
    changes: decision.changes,
    rules: request.rules,
    author: request.author
  )
  let plan = try await planDry(push, tools: tools)
  return (
    Plan(
      system: plan.system,
      rows: plan.rows,
      refused: decision.problems.map(\.refusal) + plan.refused
    ),
    decision
  )
}

extension ReplayRequest {
  /// The batch that it emits again, where it does.
  fileprivate var batch: Int64? { if case .batch(let number) = source { number } else { nil } }

  /// What the book says was asked.
  fileprivate var parameters: Verbatim {
    var members: [JSON.Member] = []
    switch source {
    case .observed(let span):
      members.append(JSON.Member(key: "after", value: .number(String(span.after))))
      members.append(JSON.Member(key: "through", value: .number(String(span.through))))
    case .batch(let number):
      members.append(JSON.Member(key: "batch", value: .number(String(number))))
    }
    members.append(JSON.Member(key: "propagatesClears", value: .bool(propagatesClears)))
    return Verbatim(String(decoding: JSON.object(members).bytes, as: UTF8.self))
  }

  /// Decides by what the book holds now.
  func decide(for tools: PushTools) throws -> ReplayDecision {
    let ledger = tools.ledger
    let target = tools.system.system
    let (cells, problems) = try source.cells(in: ledger, target: target)
    let wanted = cells.filter { cell in
      users?.contains(cell.user) ?? true && fields?.contains(cell.address.field) ?? true
    }
    let decider = ReplayDecider(
      target: target,
      crossing: Crossing(try ledger.links()),
      mapping: mapping,
      catalogue: try ledger.fields(.dingtalk),
      propagatesClears: propagatesClears
    )
    var decision = try decider.decide(wanted) { try ledger.held(UserKey(target, $0)) }
    decision.problems += problems.filter { users?.contains($0.user) ?? true }
    return decision
  }
}

extension ReplaySource {
  /// The cells that it means, and the rows that cannot be meant.
  fileprivate func cells(
    in ledger: Ledger,
    target: System
  ) throws -> ([ObservedCell], [ReplayProblem]) {
    switch self {
    case .observed(let span): return (try ledger.changedCells(of: .dingtalk, in: span), [])
    case .batch(let number):
      guard let (batch, lines) = try ledger.batch(number) else { throw PushError.noBatch(number) }
      guard batch.operation.system == .dingtalk, target == .maycur else {
        throw PushError.batchOfOtherSystem(number, batch.operation.system)
      }
      return BatchCells.cells(of: lines, at: batch.operation.openedAt)
    }
  }
}

/// What a batch wrote, as if it had been seen.
enum BatchCells {
  static func cells(
    of lines: [BatchLine],
    at time: Instant
  ) -> ([ObservedCell], [ReplayProblem]) {
    var cells: [ObservedCell] = []
    var problems: [ReplayProblem] = []
    for line in lines {
      guard line.isApplied else {
        if line.isOpen {
          let why = "\(line.user): it is not known whether DingTalk took the row. Settle it first."
          problems.append(ReplayProblem(user: line.user, why: why))
        }
        continue
      }
      cells += line.changes.map { change in
        ObservedCell(
          user: line.user,
          address: CellAddress(change.field, change.item),
          content: change.to,
          entry: line.intended,
          recordedAt: time
        )
      }
    }
    return (cells, problems)
  }
}

extension ReplayProblem {
  /// The problem as a refused row of a plan.
  var refusal: PlanRefusal { PlanRefusal(user: user, field: field, item: item, why: why) }
}
