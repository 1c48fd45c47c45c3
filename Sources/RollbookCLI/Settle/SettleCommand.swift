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
        rollbook settle
        rollbook settle 12
        rollbook settle 14 --resend --reason "timed out"
      """
  )

  @Argument(help: "The batch's number, or last; otherwise every batch with uncertain rows.")
  var batch: BatchChoice?

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
    guard let batch else { return try await settleAll(context) }
    let number = try context.batch(batch)
    let outcome = try await settle(number, context)
    try present(outcome, of: number, context)
    return try status(of: outcome, environment)
  }

  /// One of several batches, and what became of its rows.
  private struct SettledBatch {
    let batch: OperationNumber
    let outcome: SettleOutcome
  }

  /// Settles every batch with uncertain rows, the oldest first.
  private func settleAll(_ context: CommandContext) async throws -> ExitStatus {
    let batches = try context.ledger.uncertainBatches().map(\.operation.operation)
    var settled: [SettledBatch] = []
    for batch in batches where context.environment.interruption.cause == nil {
      settled.append(SettledBatch(batch: batch, outcome: try await settle(batch, context)))
    }
    try context.write(
      [Column("batch", title: "batch", .trailing) { .integer($0.batch) }]
        + Column<SettleOutcome>.settle.of(\.outcome),
      emptyNote: "No row is uncertain."
    ) { add in
      for batch in settled { try add(batch) }
    }
    let statuses = try settled.map { try status(of: $0.outcome, context.environment) }
    return statuses.first { $0 != .done } ?? .done
  }

  private func settle(
    _ batch: OperationNumber,
    _ context: CommandContext
  ) async throws -> SettleOutcome {
    let request = SettleRequest(
      batch: batch,
      author: author.author(in: context.environment),
      quiet: timing.readAfter.duration,
      resends: resend,
      resendAfter: resendAfter.duration,
      never: context.settings.never
    )
    let system = try context.system(ofBatch: batch)
    return try await BatchContext(context, system, global).work(wait: timing.wait.duration) {
      tools in
      try await runSettle(request, tools: tools)
    }.get()
  }

  private func status(
    of outcome: SettleOutcome,
    _ environment: CommandEnvironment
  ) throws -> ExitStatus {
    if let cause = environment.interruption.cause, outcome.status != .finished {
      return cause.exit
    }
    if let error = outcome.error { throw error }
    return outcome.undecidable > 0 ? .attention : .done
  }

  private func present(
    _ outcome: SettleOutcome,
    of batch: OperationNumber,
    _ context: CommandContext
  ) throws {
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
