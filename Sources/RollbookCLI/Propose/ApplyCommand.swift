import ArgumentParser
import LedgerHistory
import Operations
import Roster

/// The command `rollbook apply`.
struct ApplyCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Do what a proposal says, once it has its approvals.",
    discussion: """
      Of a batch the systems are read again first: nothing is sent if something that it touches has \
      changed since it was proposed. A proposal is applied once at the most. With --emergency a person with the duty \
      `emergency` applies it without its approvals, and another person must review it afterwards.

      Examples:
        rollbook apply 57
        rollbook apply 57 --emergency --yes --reason "payroll runs in an hour"
      """
  )

  @Argument(help: "The proposal's number.")
  var proposal: OperationNumber

  @Option(
    help: ArgumentHelp(
      "The digest that the proposal was shown with, or its first 8 digits or more.",
      valueName: "hex"
    )
  )
  var digest: String?

  @Flag(help: "Apply it without its approvals; needs --reason.")
  var emergency = false

  @OptionGroup var author: AuthorOptions

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    if emergency { try author.checkReason() }
    if !yes, environment.ask == nil { throw CommandError.nobodyToAsk }
    let context = try CommandContext(global, environment)
    let facts = try context.ledger.proposalFacts(proposal)
    let run = ProposalRun(context: context, global: global)
    var who = author.author(in: environment)
    who.reason = who.reason ?? facts.reason ?? "applied"
    let decision = try run.decision(
      emergency ? .emergency : .applied,
      on: facts,
      digest: digest
    )
    guard facts.kind.isBatch else { return try await apply(decision, who, context) }
    let words = (yes ? ["--yes"] : []) + ["--wait=\(wait.duration.inMilliseconds)ms"]
    // What was proposed and approved is not proposed again.
    let presenter = BatchPresenter(
      nil,
      try SendingOptions.parse(words),
      context,
      facts.system,
      global
    )
    let confirmation = presenter.confirmation
    return try await presenter.apply(decision, who) { plan in
      await confirmation.agrees(to: PlanView(plan, for: context.environment.sight))
    }
  }

  /// Erases whom the proposal is about, or lifts their hold.
  private func apply(
    _ decision: NewDecision,
    _ author: Author,
    _ context: CommandContext
  ) async throws -> ExitStatus {
    let environment = context.environment
    try context.ledger.check(decision, now: environment.timekeeper.now())
    let proposed = try PersonProposal(try context.ledger.proposal(proposal))
    if proposed.kind == .erase {
      let run = ErasureRun(context: context, global: global, yes: yes, wait: wait.duration)
      return try await run.erase(proposed.erasure(applying: decision, by: author))
    }
    guard let user = proposed.users.first else { throw ApprovalError.rowsErased(proposal) }
    if !yes {
      let answer = await environment.ask?("\nLift the hold on \(user)? [y/N] ") ?? ""
      guard Confirmation.isYes(answer) else { throw PushError.declined }
    }
    return try await RemarkRun(context: context, global: global, wait: wait.duration).record(
      .release,
      on: UserKey(proposed.system, user),
      applying: decision,
      by: author
    )
  }
}
