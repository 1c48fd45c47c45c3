import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook stats`.
struct StatsCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print how large the ledger is.",
    discussion: """
      Examples:
        rollbook stats
      """
  )

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    try context.write(try context.ledger.statistics(), Column.statistics)
    return .done
  }
}
