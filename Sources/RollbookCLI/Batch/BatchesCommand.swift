import LedgerHistory
import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook batches`.
struct BatchesCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "batches",
    abstract: "Print every batch that was written to a system, and the counts of its rows.",
    discussion: """
      Examples:
        rollbook batches
      """
  )

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try context.write(Column.batches, emptyNote: "Nothing was ever pushed.") { add in
      try context.ledger.batches().forEach(add)
    }
    return .done
  }
}
