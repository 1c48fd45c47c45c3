import ArgumentParser
import Ledger
import Reports

/// The command `rollbook batches`.
struct BatchesCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "batches",
    abstract: "Print every batch that was written to a system, and how its rows stand."
  )

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    try desk.write(Column.batches, emptyNote: "Nothing was ever pushed.") { add in
      try desk.ledger.batches().forEach(add)
    }
    return .done
  }
}
