import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook operation`.
struct OperationCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "operation",
    abstract: "Print one operation: who did what, when and why.",
    discussion: """
      Examples:
        rollbook operation 12
        rollbook operation 12 --as-of 2026-06-30
      """
  )

  @Argument(help: "The operation's number.")
  var operation: OperationNumber

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in
      try context.write(try context.operation(operation), Column.operations)
    }
    return .done
  }
}
