import LedgerHistory
import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook operations`.
struct OperationsCommand: RollbookCommand {
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

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    try context.write(Column.operations, emptyNote: try context.emptyNote("There are none.")) {
      add in
      try context.ledger.operations().forEach(add)
    }
    return .done
  }
}
