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
    ReviewText(review, purpose, times: context.settings.times).text
  }

  /// Prints what would be done, and asks whether to go on.
  func agrees(to plan: Plan) async -> Bool {
    let confirmation = presenter.confirmation
    if !confirmation.isQuiet || !confirmation.yes {
      try? context.environment.output.notes.write(text(plan.review))
    }
    return await confirmation.agrees(to: PlanView(plan))
  }

  /// Prints the result, and returns the exit code.
  func present(_ outcome: PushOutcome, isRehearsal: Bool) throws -> ExitStatus {
    let status = try presenter.present(outcome) {
      try context.write(
        ReviewedResult(outcome: outcome, isRehearsal: isRehearsal),
        purpose == .rollback ? Column.undo : Column.replay
      )
      guard context.format == .table else { return }
      let text = text(outcome.review)
      try context.environment.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    return status == .done && outcome.review.isPartial ? .attention : status
  }

  /// Prints what would be done.
  func show(_ plan: Plan) throws {
    let view = PlanView(plan)
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(plan.json(view, purpose).pretty + "\n")
    case .csv: try view.write(to: context)
    case .table:
      let text = text(plan.review)
      try sink.write(text.isEmpty && purpose == .replay ? "" : text + "\n")
      try view.write(to: context)
    }
  }
}
