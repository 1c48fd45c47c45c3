import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Roster

/// The command `rollbook rollback`.
struct RollbackCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Put back what a batch wrote, except what was changed since.",
    discussion: """
      Each cell is compared: what was there before, what was first observed after the write, what \
      is there now. What was changed since, outside Rollbook or by a later batch, is left alone \
      and named. The rollback is a batch itself: it can be settled, retried and rolled back. Exit \
      code 1: not everything was put back.

      Examples:
        rollbook rollback 12 --dry-run
        rollbook rollback last --reason "wrong file"
        rollbook rollback 12 --reason "rows were off by one"
        rollbook rollback 12 --users 袁健 --fields 住址 --reason "wrong file"
      """
  )

  @Argument(help: "The batch's number, or last.")
  var batch: BatchChoice

  @OptionGroup var undo: RollbackOptions

  @Flag(help: "Print the plan, send nothing and record nothing; needs no --reason.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    return try await rollBack(try context.batch(batch), context)
  }

  /// Rolls a batch back, or prints the plan of it.
  func rollBack(
    _ batch: OperationNumber,
    _ context: CommandContext
  ) async throws -> ExitStatus {
    if !dryRun { try sending.check(context.environment) }
    let system = try context.system(ofBatch: batch)
    let request = try undo.request(
      batch,
      system,
      context,
      rules: sending.rules(context.settings),
      author: sending.author.author(in: context.environment)
    )
    let presenter = BatchPresenter(.rollback, sending, context, system, global)
    return try await ReviewPresenter(presenter: presenter, purpose: .rollback).run(dryRun: dryRun) {
      tools in
      try await planRollback(request, tools: tools)
    } send: { tools, confirm in
      try await runRollback(request, tools: tools, confirm: confirm)
    }
  }
}
