import Operations
import Tables
import Roster

/// What `rollback` and `rehearse` share: print what is not put back, ask, and print the result.
struct RollbackPresenter: Sendable {
  let presenter: BatchPresenter
  let context: CommandContext

  init(_ presenter: BatchPresenter) {
    self.presenter = presenter
    context = presenter.context
  }

  /// Prints what would be done, and asks whether to go on.
  func agrees(to plan: Plan) async -> Bool {
    let confirmation = presenter.confirmation
    if !confirmation.isQuiet || !confirmation.yes {
      let text = ReviewText(plan.review, times: context.settings.times).text
      try? context.environment.output.notes.write(text)
    }
    return await confirmation.agrees(to: PlanView(plan))
  }

  /// Prints the result, and returns the exit code.
  func present(_ outcome: PushOutcome, isRehearsal: Bool) throws -> ExitStatus {
    let status = try presenter.present(outcome) {
      try context.write(RollbackResult(outcome: outcome, isRehearsal: isRehearsal), Column.undo)
      guard context.format == .table else { return }
      let text = ReviewText(outcome.review, times: context.settings.times).text
      try context.environment.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    return status == .done && !outcome.review.notWritten.isEmpty ? .attention : status
  }
}
