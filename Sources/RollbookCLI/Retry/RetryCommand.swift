import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Roster

/// The command `rollbook retry`.
struct RetryCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Send the rows of a batch again that were not applied.",
    discussion: """
      Rows that were not sent, were rejected, or were settled as not applied are planned again \
      against what is there now. What is uncertain must be settled first; what was changed \
      meanwhile is left alone and named.

      Examples:
        rollbook retry 12 --dry-run
        rollbook retry 12 --reason "throttled"
      """
  )

  @Argument(help: "The batch's number, or last.")
  var batch: BatchChoice

  @Flag(help: "Print the plan, send nothing and record nothing; needs no --reason.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let batch = try context.batch(batch)
    let system = try context.system(ofBatch: batch)
    if !dryRun { try sending.check(environment) }
    let presenter = BatchPresenter(.retry, sending, context, system, global)
    let request = RetryRequest(
      batch: batch,
      rules: sending.rules(context.settings),
      author: sending.author.author(in: environment)
    )
    if dryRun {
      return try await ReviewPresenter(presenter: presenter, purpose: .retry).present { tools in
        try await planRetry(request, tools: tools)
      }
    }
    let confirmation = presenter.confirmation
    let outcome = try await presenter.work { tools in
      try await runRetry(request, tools: tools) { plan in
        await confirmation.agrees(to: PlanView(plan, for: environment.sight))
      }
    }
    return try await presenter.present(outcome)
  }
}
