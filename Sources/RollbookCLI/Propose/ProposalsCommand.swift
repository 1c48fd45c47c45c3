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

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, then in
      try present(context, at: then ?? context.environment.timekeeper.now())
    }
    return .done
  }

  private func present(_ context: CommandContext, at now: Instant) throws {
    let isOpen: Set<ProposalState> = [.awaiting, .approved, .unreviewed]
    let after = context.environment.page?.after?.first.flatMap(Int64.init) ?? 0
    try context.write(
      Column.proposals(now: now),
      emptyNote: open ? "No proposal waits for a decision." : "Nothing was proposed yet.",
      key: { [String($0.number.rawValue)] }
    ) { add in
      for proposal in try context.ledger.batchProposals()
      where proposal.number.rawValue > after
        && (!open || isOpen.contains(proposal.state(at: now)))
      {
        try add(proposal)
      }
    }
  }
}
