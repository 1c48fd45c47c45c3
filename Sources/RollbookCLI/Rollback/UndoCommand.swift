import ArgumentParser
import LedgerHistory
import Operations
import Roster
import Tables

/// The command `rollbook undo`.
struct UndoCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Roll back the last batch that you wrote.",
    discussion: """
      The same as `rollback`, of the last batch that you ran and that was not rolled back yet. The \
      batch and what would be put back are shown before you are asked.

      Examples:
        rollbook undo --dry-run
        rollbook undo --reason "wrong file"
      """
  )

  @OptionGroup var options: RollbackSending

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let batch = try context.lastBatch(of: environment.actor)
    let operation = batch.operation
    let opened = context.settings.times.human(operation.openedAt)
    let reason = operation.reason.map { ": \($0)" } ?? ""
    global.note(
      "Your last batch is \(operation.operation), a \(operation.kind.rawValue) to "
        + "\(operation.system.rawValue) of \(opened), "
        + "\(batch.counts.accepted.counted("row")) applied\(reason)",
      in: environment
    )
    return try await options.rollBack(operation.operation, context, global)
  }
}
