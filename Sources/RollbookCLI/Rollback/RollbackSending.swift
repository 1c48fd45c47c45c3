import ArgumentParser
import Ledger
import Operations
import Roster

/// The options of the commands that roll a batch back.
struct RollbackSending: ParsableArguments {
  @OptionGroup var undo: RollbackOptions

  @Flag(help: "Print the plan, send nothing and record nothing; needs no --reason.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  /// Rolls a batch back, or prints the plan of it.
  ///
  /// - Parameters:
  ///   - batch: The batch's number.
  ///   - context: The ledger.
  ///   - global: The options of the command.
  /// - Returns: The exit code.
  /// - Throws: `PushError.noBatch`; errors of the rollback.
  func rollBack(
    _ batch: OperationNumber,
    _ context: CommandContext,
    _ global: GlobalOptions
  ) async throws -> ExitStatus {
    let system = try context.system(ofBatch: batch)
    if !dryRun { try sending.check(context.environment) }
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
