import ChangeFiles
import Operations
import Tables
import Roster

/// Shows a plan and asks whether to go on.
struct Confirmation: Sendable {
  /// The largest number of cells that are shown, so that the question stays visible.
  static let shownCells = 60

  let environment: CommandEnvironment
  let times: Times
  let isQuiet: Bool
  let yes: Bool
  let progress: ProgressNotes

  /// Whether to go on with a plan.
  func agrees(to view: PlanView) async -> Bool {
    if !isQuiet || !yes { show(view) }
    defer { progress.begin() }
    if yes { return true }
    guard let ask = environment.ask else { return false }
    let answer = await ask("\nApply this to \(view.plan.system.rawValue)? [y/N] ")
    return Self.isYes(answer)
  }

  /// Whether a reply means yes; every other reply means no.
  static func isYes(_ answer: String) -> Bool {
    ["y", "yes", "是"].contains(answer.lowercased())
  }

  /// Prints the plan on standard error.
  func show(_ view: PlanView) {
    let style = OutputTable<PlanView.Change>.Style(
      format: .table,
      times: times,
      width: environment.output.notesWidth
    )
    let text = try? PlanText(view: view, style: style, limit: Self.shownCells).text()
    try? environment.output.notes.write(text ?? "")
  }
}
