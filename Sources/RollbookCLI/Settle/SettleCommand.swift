import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Tables
import Roster

/// The command `rollbook settle`.
struct SettleCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Find out what became of the rows of a batch whose outcome is not known.",
    discussion: """
      DingTalk is read again, and nothing is written. Maycur cannot be read: with --resend, rows \
      are sent again whose call is some minutes old and whose cells no later batch wrote. Exit \
      code 1: rows are still undecided.

      Examples:
        rollbook settle 12
        rollbook settle 14 --resend --reason "timed out"
      """
  )

  @Argument(help: "The batch's number.")
  var batch: OperationNumber

  @Flag(help: "Send again what cannot be read; needs --reason.")
  var resend = false

  @Option(
    help: ArgumentHelp("How old a call must be before its rows are sent again.", valueName: "span")
  )
  var resendAfter = OperationSpan(.seconds(300))

  @OptionGroup var author: AuthorOptions

  @OptionGroup var timing: TimingOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    if resend { try author.checkReason() }
    let context = try CommandContext(global, environment)
    let system = try context.system(ofBatch: batch)
    let request = SettleRequest(
      batch: batch,
      author: author.author(in: environment),
      quiet: timing.readAfter.duration,
      resends: resend,
      resendAfter: resendAfter.duration,
      never: context.settings.never
    )
    let found = await BatchContext(context, system, global).work(wait: timing.wait.duration) {
      tools in
      try await runSettle(request, tools: tools)
    }
    let outcome = try found.get()
    try present(outcome, context)
    if let cause = environment.interruption.cause, outcome.status != .finished {
      return cause.exit
    }
    if let error = outcome.error { throw error }
    return outcome.undecidable > 0 ? .attention : .done
  }

  private func present(_ outcome: SettleOutcome, _ context: CommandContext) throws {
    let isIdle = outcome.rows.isEmpty && outcome.status == .finished
    if context.format == .table, isIdle {
      let rows = try context.ledger.batch(batch)?.0.counts.rows ?? 0
      let why =
        rows == 0
        ? "it ended before any of its rows was recorded, so that nothing was sent"
        : "it is known of each of its rows what became of it; see `rollbook batch \(batch)`"
      return try context.environment.output.result.write(
        "There is nothing to settle in batch \(batch): \(why).\n"
      )
    }
    try context.write(outcome, Column.settle)
    guard context.format == .table, !outcome.rows.isEmpty else { return }
    try context.environment.output.result.write("\n")
    try context.write(Column.settled, emptyNote: "") { add in try outcome.rows.forEach(add) }
  }
}
