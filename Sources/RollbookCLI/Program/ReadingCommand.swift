import Ledger
import Roster

/// A command that only reads: all that it prints is from one unchanging state of the ledger.
protocol ReadingCommand: RollbookCommand {
  var global: GlobalOptions { get }

  /// Reads and prints.
  ///
  /// - Parameter context: Its ledger shows one state, whatever a writer appends meanwhile.
  /// - Returns: The exit code of the process.
  /// - Throws: Errors that `Failure` maps.
  func read(in context: CommandContext) throws -> ExitStatus
}

extension ReadingCommand {
  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    return try context.ledger.inOneState { ledger in
      var reading = context
      reading.ledger = ledger
      return try read(in: reading)
    }
  }
}
