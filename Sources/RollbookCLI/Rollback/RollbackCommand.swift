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
        rollbook rollback last --reason "rows were off by one"
        rollbook rollback 12 --users 袁健 --fields 住址 --reason "wrong file"
      """
  )

  @Argument(help: "The batch's number, or last.")
  var batch: BatchChoice

  @OptionGroup var options: RollbackSending

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    return try await options.rollBack(try context.batch(batch), context, global)
  }
}
