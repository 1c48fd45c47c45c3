import Operations
import Tables
import Roster
import VerbatimJSON

/// What `replay` and its rehearsal share: print what is not written, ask, and print the result.
struct ReplayPresenter: Sendable {
  let presenter: BatchPresenter
  let context: CommandContext

  init(_ presenter: BatchPresenter) {
    self.presenter = presenter
    context = presenter.context
  }

  private func text(_ review: BatchReview) -> String {
    var text = ReviewText(replay: review, times: context.settings.times).text
    if review.alreadyThere > 0 {
      text += "\(review.alreadyThere) cells are expected to have their value there already.\n"
    }
    if review.unmapped > 0 {
      text += "\(review.unmapped) cells are of fields that are not written there.\n"
    }
    return text
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
        ReplayResult(outcome: outcome, isRehearsal: isRehearsal),
        Column.replay
      )
      guard context.format == .table else { return }
      let text = text(outcome.review)
      try context.environment.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    return status == .done && outcome.review.isPartial ? .attention : status
  }

  /// Prints what would be done, and returns the exit code.
  func show(_ plan: Plan) throws -> ExitStatus {
    let view = PlanView(plan)
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(plan.replayJSON(view).pretty + "\n")
    case .csv: try view.write(to: context)
    case .table:
      let text = text(plan.review)
      try sink.write(text.isEmpty ? "" : text + "\n")
      try view.write(to: context)
    }
    let isRefused = view.isRefused(skipsBad: presenter.sending.limits.skipBad)
    let isDone = view.refused.isEmpty && !plan.review.isPartial
    return isRefused ? .refused : isDone ? .done : .attention
  }
}
