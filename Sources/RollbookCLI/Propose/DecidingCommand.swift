import ArgumentParser
import LedgerHistory
import Operations
import Roster
import Tables

/// A command that decides about a proposal and sends nothing.
protocol DecidingCommand: WritingCommand {
  /// What it decides.
  static var decision: ProposalDecision { get }

  var options: DecisionOptions { get }
}

/// What is decided about, by which content, and why.
struct DecisionOptions: ParsableArguments {
  @Argument(help: "The proposal's number.")
  var proposal: OperationNumber

  @Option(
    help: ArgumentHelp(
      "The digest that the proposal was shown with, or its first 8 digits or more.",
      valueName: "hex"
    )
  )
  var digest: String?

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption
}

extension DecidingCommand {
  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try options.author.checkReason()
    let context = try CommandContext(global, environment)
    let proposed = try context.ledger.proposal(options.proposal)
    if options.digest == nil {
      guard let ask = environment.ask else { throw CommandError.digestMissing(options.proposal) }
      try ProposalSheet(proposed, context).show(global)
      let answer = await ask("\nRecord that it is \(Self.decision.rawValue)? [y/N] ")
      guard Confirmation.isYes(answer) else { throw PushError.declined }
    }
    let run = ProposalRun(context: context, global: global)
    let decided = try await runDecision(
      try run.decision(Self.decision, on: proposed.facts, digest: options.digest),
      author: options.author.author(in: environment),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: options.wait.duration
    )
    try context.write(decided, Column.proposals(now: environment.timekeeper.now()))
    return .done
  }
}
