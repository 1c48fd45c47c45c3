package import ArgumentParser

/// A command: a thin hand that takes values from the command line and does one thing.
package protocol RollbookCommand: ParsableCommand, Sendable {
  /// Does it.
  ///
  /// - Parameter surroundings: All it meets outside itself.
  /// - Returns: The code with which the process ends.
  /// - Throws: What `Failure` tells.
  func run(in surroundings: Surroundings) async throws -> ExitStatus
}
