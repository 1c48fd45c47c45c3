import ArgumentParser
import Roster

/// A subcommand: parses its arguments and runs one operation.
protocol RollbookCommand: ParsableCommand, Sendable {
  /// Runs the command.
  ///
  /// - Parameter environment: Everything that the command takes from its environment.
  /// - Returns: The exit code of the process.
  /// - Throws: Errors that `Failure` maps.
  func run(in environment: CommandEnvironment) async throws -> ExitStatus
}
