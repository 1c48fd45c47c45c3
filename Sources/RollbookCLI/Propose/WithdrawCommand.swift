import ArgumentParser
import Roster

/// The command `rollbook withdraw`.
struct WithdrawCommand: DecidingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take back what you proposed.",
    discussion: """
      Only the proposer can; others decline.

      Examples:
        rollbook withdraw 57 --reason "wrong file"
        rollbook withdraw 57 --digest 1f0c9a2b --reason "…"
      """
  )

  static let decision = ProposalDecision.withdrawn

  @OptionGroup var options: DecisionOptions

  @OptionGroup var global: GlobalOptions
}
