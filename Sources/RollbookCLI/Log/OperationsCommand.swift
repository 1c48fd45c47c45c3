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
        rollbook operations --latest-first
        rollbook operations --format csv > operations.csv
      """
  )

  @Option(help: "Only this operation.")
  var operation: OperationNumber?

  @Flag(help: "The latest first.")
  var latestFirst = false

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in
      try context.write(Column.operations, emptyNote: try context.emptyNote("There are none.")) {
        add in
        let filter = OperationFilter(only: operation, latestFirst: latestFirst)
        try context.ledger.operations(filter) {
          try add($0)
          return true
        }
      }
    }
    return .done
  }
}
