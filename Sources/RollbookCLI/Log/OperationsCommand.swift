import LedgerHistory
import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook operations`.
struct OperationsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations",
    abstract: "Print who did what with the ledger, when and why.",
    discussion: """
      Examples:
        rollbook operations
        rollbook operations --format csv > operations.csv
      """
  )

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try context.write(Column.operations, emptyNote: try context.emptyNote("There are none.")) {
      add in
      try context.ledger.operations().forEach(add)
    }
    return .done
  }
}
