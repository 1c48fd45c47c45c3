import Ledger
import Roster

/// Plans what a push would do, and writes nothing: the system is read, and nothing is recorded.
///
/// - Parameters:
///   - request: The wanted changes.
///   - tools: The ledger, the system and the clock.
/// - Returns: The plan, with its refusals.
/// - Throws: Errors of the system or the ledger that prevent a plan; `PushError`, `stale` if a
///   saved plan is stale.
package func planDry(_ request: PushRequest, tools: PushTools) async throws -> Plan {
  try request.check(tools.system.system, needsReason: false)
  let draft = try await BatchDraft(
    touching: request.changes,
    rules: request.rules,
    tools: tools,
    changes: { _, _ in (request.changes, []) }
  )
  let plan = draft.prepared.plan
  if let saved = request.savedPlan {
    let stale = saved.stale(against: plan)
    guard stale.isEmpty else { throw PushError.stale(stale) }
  }
  return plan.stating(request.cleaned)
}

extension [Verbatim: [CellAddress: CurrentCell]] {
  /// Merges a response into what is known, as recording it would: an event is kept if its content
  /// came back, and new contents have none.
  mutating func merge(_ whole: RosterResponse) {
    for answer in whole.partsOfOneScope { merge(part: answer) }
  }

  private mutating func merge(part answer: RosterResponse) {
    let held = self
    let comparison = Comparison(of: answer) { user in
      Comparison.Held(contents: held[user]?.mapValues(\.content) ?? [:])
    }
    for statement in comparison.statements {
      for event in statement.events {
        self[statement.user, default: [:]][event.cell.address] = CurrentCell(
          event: nil,
          entry: nil,
          content: event.cell.content,
          source: .observed
        )
      }
    }
  }
}

extension PushRequest {
  /// Checks what can be judged before anything is opened or asked.
  func check(_ system: System, needsReason: Bool) throws(PushError) {
    if needsReason { try author.checkReason() }
    if let savedPlan, savedPlan.system != system {
      throw .otherSystem(planned: savedPlan.system, asked: system)
    }
    var observed: Set<Verbatim> = []
    for change in changes where !observed.insert(change.user).inserted {
      throw .userTwice(change.user)
    }
  }
}
