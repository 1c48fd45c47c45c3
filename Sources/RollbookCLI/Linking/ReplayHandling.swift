import Operations
import Reports
import Roster
import VerbatimJSON

/// What `replay` and the rehearsal of one do alike: tell what is not written, ask, and tell the end.
struct ReplayHandling: Sendable {
  let hands: BatchHandling
  let desk: Desk

  init(_ hands: BatchHandling) {
    self.hands = hands
    desk = hands.desk
  }

  private func text(_ review: ReplayReview) -> String {
    var text = ReviewText(review, times: desk.settings.times).text
    if review.unchanged > 0 {
      text += "\(review.unchanged) cells are believed to hold their value there already.\n"
    }
    if review.unmapped > 0 {
      text += "\(review.unmapped) cells are of fields that are not written there.\n"
    }
    return text
  }

  /// Shows what would be done, and asks whether to go on.
  func agrees(to plan: ReplayPlan) async -> Bool {
    let confirmation = hands.confirmation
    if !confirmation.isQuiet || !confirmation.yes {
      try? desk.surroundings.output.notes.write(text(plan.review))
    }
    return await confirmation.agrees(to: PlanView(plan.plan))
  }

  /// Prints what was done, and gives the code with which the process ends.
  func tell(_ outcome: ReplayOutcome, isRehearsal: Bool) throws -> ExitStatus {
    let status = try hands.tell(outcome.push) {
      try desk.write(
        ReplayResult(outcome: outcome, isRehearsal: isRehearsal),
        Column.replay
      )
      guard desk.format == .table else { return }
      let text = text(outcome.review)
      try desk.surroundings.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    return status == .done && outcome.review.isPartial ? .attention : status
  }

  /// Prints what would be done, and gives the code with which the process ends.
  func show(_ plan: ReplayPlan) throws -> ExitStatus {
    let view = PlanView(plan.plan)
    let sink = desk.surroundings.output.result
    switch desk.format {
    case .json: try sink.write(plan.json(view).pretty + "\n")
    case .csv: try view.write(to: desk)
    case .table:
      let text = text(plan.review)
      try sink.write(text.isEmpty ? "" : text + "\n")
      try view.write(to: desk)
    }
    let isRefused = view.isRefused(skipsBad: hands.sending.limits.skipBad)
    let isDone = view.refused.isEmpty && !plan.review.isPartial
    return isRefused ? .refused : isDone ? .done : .attention
  }
}
