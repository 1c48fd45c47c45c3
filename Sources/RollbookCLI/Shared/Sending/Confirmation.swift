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
  /// Whether the batch is proposed instead; nil if it never is.
  let choice: ProposalChoice?

  /// Whether to go on with a plan.
  func agrees(to view: PlanView) async -> Bool {
    if !isQuiet || !yes { show(view) }
    defer { progress.begin() }
    let system = view.plan.system.rawValue
    if let choice, let needs = choice.needs(of: view.plan) {
      let question =
        needs.before.isEmpty
        ? "Apply this to \(system), and have it reviewed"
        : "Propose this for \(system), to be approved"
      if await says("\n\(question) by \(needs.inWords)? [y/N] ") {
        choice.propose(needing: needs)
      }
      return false
    }
    return await says("\nApply this to \(system)? [y/N] ")
  }

  private func says(_ question: String) async -> Bool {
    if yes { return true }
    guard let ask = environment.ask else { return false }
    return Self.isYes(await ask(question))
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
