import ArgumentParser
import Roster

/// The command `rollbook decline`.
struct DeclineCommand: DecidingCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Decline what another person proposed; it can no longer be applied.",
    discussion: """
      Who may approve a proposal may decline it. One is enough.

      Examples:
        rollbook decline 57 --reason "the file has last year's salaries"
        rollbook decline 57 --digest 1f0c9a2b --reason "…"
      """
  )

  static let decision = ProposalDecision.declined

  @OptionGroup var options: DecisionOptions

  @OptionGroup var global: GlobalOptions
}
