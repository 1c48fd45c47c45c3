import ArgumentParser
import Ledger
import Operations
import Reports
import Roster
import VerbatimJSON

/// The command `rollbook rollback`.
struct RollbackCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Put back what a batch wrote, as far as nobody has changed it since.",
    discussion: """
      Each cell is compared: what was there before, what was first seen after the write, what is \
      there now. What somebody else, or a later batch, changed since is left alone and named. The \
      rollback is a batch itself: it can be settled, retried and rolled back. Exit code 1: not \
      everything was put back.
      """
  )

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var undo: UndoOptions

  @Flag(help: "Print the plan, send nothing and record nothing; needs no --reason.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    if !dryRun { try sending.check(surroundings) }
    let desk = try Desk(global, surroundings)
    guard let system = try desk.ledger.batch(batch)?.0.operation.system else {
      throw PushError.noBatch(batch)
    }
    let request = try undo.request(
      batch,
      system,
      desk,
      rules: sending.rules(desk.settings),
      author: sending.author.author(in: surroundings)
    )
    let batchDesk = BatchDesk(desk, system, global)
    if dryRun { return try await show(request, batchDesk) }
    let hands = UndoHandling(BatchHandling(sending: sending, desk: batchDesk))
    let found = await batchDesk.work(wait: sending.timing.wait) { tools in
      try await runRollback(request, tools: tools) { await hands.agrees(to: $0) }
    }
    return try hands.tell(try found.get(), isRehearsal: false)
  }

  private func show(_ request: RollbackRequest, _ batchDesk: BatchDesk) async throws -> ExitStatus {
    let desk = batchDesk.desk
    let found = await batchDesk.work(wait: sending.timing.wait) { tools in
      try await planRollback(request, tools: tools)
    }
    let plan = try found.get()
    let view = PlanView(plan.plan)
    let sink = desk.surroundings.output.result
    switch desk.format {
    case .json: try sink.write(plan.json(view).pretty + "\n")
    case .csv:
      try desk.write(Column.plan, emptyNote: "") { add in try view.changes.forEach(add) }
    case .table:
      try sink.write(ReviewText(plan.review, times: desk.settings.times).text + "\n")
      try sink.write(try PlanText(view: view, style: desk.style()).text())
    }
    let isPartial = !plan.review.leftAlone.isEmpty || !plan.review.impossible.isEmpty
    return plan.plan.refused.contains { $0.user == nil }
      ? .refused : isPartial ? .attention : .done
  }
}

extension RollbackPlan {
  /// The plan as JSON has it: as of `plan`, and what is not put back.
  fileprivate func json(_ view: PlanView) -> JSON {
    guard case .object(let members) = view.json else { return view.json }
    return .object(
      members + [
        JSON.Member(key: "leftAlone", value: .array(review.leftAlone.map(\.json))),
        JSON.Member(key: "impossible", value: .array(review.impossible.map(\.json))),
        JSON.Member(key: "assumed", value: .array(review.assumed.map(\.json))),
      ]
    )
  }
}
