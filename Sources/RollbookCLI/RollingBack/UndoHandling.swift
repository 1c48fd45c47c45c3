import Operations
import Reports
import Roster

/// What `rollback` and `rehearse` do alike: tell what is not put back, ask, and tell the end.
struct UndoHandling: Sendable {
  let hands: BatchHandling
  let desk: Desk

  init(_ hands: BatchHandling) {
    self.hands = hands
    desk = hands.desk
  }

  /// Shows what would be done, and asks whether to go on.
  func agrees(to plan: RollbackPlan) async -> Bool {
    let confirmation = hands.confirmation
    if !confirmation.isQuiet || !confirmation.yes {
      let text = ReviewText(plan.review, times: desk.settings.times).text
      try? desk.surroundings.output.notes.write(text)
    }
    return await confirmation.agrees(to: PlanView(plan.plan))
  }

  /// Prints what was done, and gives the code with which the process ends.
  func tell(_ outcome: RollbackOutcome, isRehearsal: Bool) throws -> ExitStatus {
    let status = try hands.tell(outcome.push) {
      try desk.write(UndoResult(outcome: outcome, isRehearsal: isRehearsal), Column.undo)
      guard desk.format == .table else { return }
      let text = ReviewText(outcome.review, times: desk.settings.times).text
      try desk.surroundings.output.result.write(text.isEmpty ? "" : "\n" + text)
    }
    let review = outcome.review
    let isPartial = !review.leftAlone.isEmpty || !review.impossible.isEmpty
    return status == .done && isPartial ? .attention : status
  }
}
