import ArgumentParser
import Roster

/// The command `rollbook review`.
struct ReviewCommand: DecidingCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Record that you looked at what was applied before all its approvals.",
    discussion: """
      It was applied in an emergency, or a rule lets it be approved afterwards. It takes a person \
      with a duty that is missing, who neither proposed nor applied it.

      Examples:
        rollbook review 57 --reason "looked at all 12 rows"
        rollbook review 57 --digest 1f0c9a2b --reason "…"
      """
  )

  static let decision = ProposalDecision.reviewed

  @OptionGroup var options: DecisionOptions

  @OptionGroup var global: GlobalOptions
}
