import Foundation
import RollbookTestSupport
import Testing

/// The built program, run as a process of its own.
enum RollbookProcess {
  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: The words of the command line.
  ///   - environment: All the variables it sees, beside those that find its libraries.
  ///   - folder: Its working folder.
  /// - Returns: How it ended.
  /// - Throws: If there is no program beside the tests, or it cannot be started.
  static func run(
    _ arguments: [String],
    environment: [String: String],
    in folder: URL
  ) async throws -> ChildProcess.Ending {
    let program = ChildProcess.besideTests("rollbook")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path),
      "there is no \(program.path)"
    )
    let inherited = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key)
    }
    return try await ChildProcess.run(
      program,
      arguments,
      environment: inherited.merging(environment) { $1 },
      in: folder
    )
  }
}
