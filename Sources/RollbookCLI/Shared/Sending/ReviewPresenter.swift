import Operations
import Tables
import Roster
import VerbatimJSON

/// What `rollback`, `replay` and their rehearsals share: print what is not written, ask, and print
/// the result.
struct ReviewPresenter: Sendable {
  let presenter: BatchPresenter
  let purpose: ReviewText.Purpose

  private var context: CommandContext { presenter.context }

  private func text(_ review: BatchReview) -> String {
    ReviewText(context.environment.sight.review(review), purpose, times: context.settings.times)
      .text
  }

  /// Prints what would be done, and asks whether to go on.
  func agrees(to plan: Plan) async -> Bool {
    let confirmation = presenter.confirmation
    if !confirmation.isQuiet || !confirmation.yes {
      try? context.environment.output.notes.write(text(plan.review))
    }
    return await confirmation.agrees(to: PlanView(plan, for: context.environment.sight))
  }

  /// Prints the result, and returns the exit code.
  func present(_ outcome: PushOutcome, isRehearsal: Bool) async throws -> ExitStatus {
    let status = try await presenter.present(outcome) {
      var seen = outcome
      seen.review = context.environment.sight.review(outcome.review)
      try context.write(
        seen,
        purpose == .rollback
          ? Column.undo(isRehearsal: isRehearsal) : Column.replay(isRehearsal: isRehearsal)
      )
      guard context.format == .table else { return }
      let text = text(outcome.review)
      try context.environment.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    return status == .done && outcome.review.isPartial ? .attention : status
  }

  /// Runs a rollback or a replay: prints its plan, or asks, sends, and prints the result.
  ///
  /// - Parameters:
  ///   - dryRun: Whether it is only planned.
  ///   - plan: Plans it.
  ///   - send: Carries it out, if the closure that it receives agrees to the plan.
  /// - Returns: The exit code.
  /// - Throws: The error that ended it early.
  func run(
    dryRun: Bool,
    plan: @escaping @Sendable (PushTools) async throws -> Plan,
    send:
      @escaping @Sendable (PushTools, @Sendable (Plan) async -> Bool) async throws -> PushOutcome
  ) async throws -> ExitStatus {
    if dryRun { return try await present(plan) }
    let outcome = try await presenter.work { tools in
      try await send(tools) { await agrees(to: $0) }
    }
    return try await present(outcome, isRehearsal: false)
  }

  /// Prints the plan of a dry run.
  ///
  /// - Parameter plan: Plans it.
  /// - Returns: The exit code.
  /// - Throws: Errors of the system or the ledger that prevent a plan.
  func present(
    _ plan: @escaping @Sendable (PushTools) async throws -> Plan
  ) async throws -> ExitStatus {
    let plan = try await presenter.work(plan)
    try show(plan)
    let view = PlanView(plan, for: context.environment.sight)
    // A rollback never sends a refused row, and has it among what is not written.
    let isRollback = purpose == .rollback
    if view.isRefused(skipsBad: isRollback || presenter.sending.limits.skipBad) { return .refused }
    return (isRollback || view.refused.isEmpty) && !plan.review.isPartial ? .done : .attention
  }

  /// Prints what would be done.
  private func show(_ plan: Plan) throws {
    let view = PlanView(plan, for: context.environment.sight)
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(plan.json(view, purpose).pretty + "\n")
    case .csv: try view.write(to: context)
    case .table:
      let text = text(plan.review)
      try sink.write(text.isEmpty && purpose != .rollback ? "" : text + "\n")
      try view.write(to: context)
    }
  }
}
