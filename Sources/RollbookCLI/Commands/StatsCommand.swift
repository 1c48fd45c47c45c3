import ArgumentParser
import Ledger
import Reports

/// The command `rollbook stats`.
struct StatsCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print how large the ledger is."
  )

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    try desk.write(try desk.ledger.statistics(), Column.statistics)
    return .done
  }
}
