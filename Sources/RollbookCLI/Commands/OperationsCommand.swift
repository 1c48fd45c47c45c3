import ArgumentParser
import Ledger
import Reports

/// The command `rollbook operations`.
struct OperationsCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations",
    abstract: "Print who did what with the ledger, when and why."
  )

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    try desk.write(Column.operations, emptyNote: try desk.emptyNote("There are none.")) { add in
      try desk.ledger.operations().forEach(add)
    }
    return .done
  }
}
