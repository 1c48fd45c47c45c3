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
        rollbook batches --latest-first
      """
  )

  @Flag(help: "The latest first.")
  var latestFirst = false

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in
      try context.write(Column.batches, emptyNote: "Nothing was ever pushed.") { add in
        try context.ledger.batches(latestFirst: latestFirst, each: add)
      }
    }
    return .done
  }
}
