import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook proposals`.
struct ProposalsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "Print what was proposed, and what became of it.",
    discussion: """
      Examples:
        rollbook proposals
        rollbook proposals --open
      """
  )

  @Flag(help: "Only those that can be decided about, or must be reviewed.")
  var open = false

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let now = context.environment.timekeeper.now()
    let isOpen: Set<ProposalState> = [.awaiting, .approved, .unreviewed]
    try context.write(
      Column.proposals(now: now),
      emptyNote: open ? "No proposal waits for a decision." : "Nothing was proposed yet.",
      key: { [String($0.number.rawValue)] }
    ) { add in
      for proposal in try context.ledger.batchProposals()
      where !open || isOpen.contains(proposal.state(at: now)) {
        try add(proposal)
      }
    }
    return .done
  }
}
