import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook stats`.
struct StatsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print how large the ledger is.",
    discussion: """
      Examples:
        rollbook stats
      """
  )

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try context.write(try context.ledger.statistics(), Column.statistics)
    return .done
  }
}
