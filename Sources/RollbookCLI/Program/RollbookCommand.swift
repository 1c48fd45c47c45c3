package import ArgumentParser

/// A subcommand: parses its arguments and runs one operation.
package protocol RollbookCommand: ParsableCommand, Sendable {
  /// Does it.
  ///
  /// - Parameter environment: All it meets outside itself.
  /// - Returns: The code with which the process ends.
  /// - Throws: What `Failure` maps.
  func run(in environment: CommandEnvironment) async throws -> ExitStatus
}
