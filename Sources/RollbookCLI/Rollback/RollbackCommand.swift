import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Tables
import Roster
import VerbatimJSON

/// The command `rollbook rollback`.
struct RollbackCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Put back what a batch wrote, except what was changed since.",
    discussion: """
      Each cell is compared: what was there before, what was first observed after the write, what \
      is there now. What was changed since, outside Rollbook or by a later batch, is left alone \
      and named. The rollback is a batch itself: it can be settled, retried and rolled back. Exit \
      code 1: not everything was put back.

      Examples:
        rollbook rollback 12 --dry-run
        rollbook rollback 12 --reason "rows were off by one"
        rollbook rollback 12 --users 袁健 --fields 住址 --reason "wrong file"
      """
  )

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var undo: RollbackOptions

  @Flag(help: "Print the plan, send nothing and record nothing; needs no --reason.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    if !dryRun { try sending.check(environment) }
    let context = try CommandContext(global, environment)
    let system = try context.system(ofBatch: batch)
    let request = try undo.request(
      batch,
      system,
      context,
      rules: sending.rules(context.settings),
      author: sending.author.author(in: environment)
    )
    let batchContext = BatchContext(context, system, global)
    if dryRun { return try await show(request, batchContext) }
    let presenter = RollbackPresenter(BatchPresenter(sending: sending, context: batchContext))
    let found = await batchContext.work(wait: sending.timing.wait.duration) { tools in
      try await runRollback(request, tools: tools) { await presenter.agrees(to: $0) }
    }
    return try presenter.present(try found.get(), isRehearsal: false)
  }

  private func show(_ request: RollbackRequest, _ batchContext: BatchContext) async throws
    -> ExitStatus
  {
    let context = batchContext.context
    let found = await batchContext.work(wait: sending.timing.wait.duration) { tools in
      try await planRollback(request, tools: tools)
    }
    let plan = try found.get()
    let view = PlanView(plan)
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(plan.rollbackJSON(view).pretty + "\n")
    case .csv:
      try context.write(Column.plan, emptyNote: "") { add in try view.changes.forEach(add) }
    case .table:
      try sink.write(ReviewText(plan.review, times: context.settings.times).text + "\n")
      try sink.write(try PlanText(view: view, style: context.style()).text())
    }
    let isPartial = !plan.review.notWritten.isEmpty
    return plan.refused.contains { $0.user == nil }
      ? .refused : isPartial ? .attention : .done
  }
}

extension Plan {
  /// The plan as JSON, in the form of `plan`, with what is not put back.
  fileprivate func rollbackJSON(_ view: PlanView) -> JSON {
    guard case .object(let members) = view.json else { return view.json }
    return .object(
      members + [
        JSON.Member(key: "leftAlone", value: .array(review.leftAlone.map(\.leftAloneJSON))),
        JSON.Member(key: "impossible", value: .array(review.impossible.map(\.impossibleJSON))),
        JSON.Member(key: "assumed", value: .array(review.assumed.map(\.json))),
      ]
    )
  }
}
