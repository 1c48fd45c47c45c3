import ArgumentParser
import Roster

/// The command `rollbook approve`.
struct ApproveCommand: DecidingCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Approve what another person proposed.",
    discussion: """
      You must have a duty that the proposal still needs (`approves` in `people` of the settings), \
      must not have proposed it, and must not be among those to whom it would write. Without \
      --digest it is shown, and you are asked.

      Examples:
        rollbook approve 57 --reason "checked against the contract"
        rollbook approve 57 --digest 1f0c9a2b --reason "…"
      """
  )

  static let decision = ProposalDecision.approved

  @OptionGroup var options: DecisionOptions

  @OptionGroup var global: GlobalOptions
}
