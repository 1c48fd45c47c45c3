import Foundation
import Testing

/// The built program, run as a process of its own.
struct RollbookProcess {
  /// How it ended.
  struct Ending: Hashable {
    /// Its exit status; nil where a signal ended it.
    let status: Int32?
    /// The signal that ended it; nil where it ended by itself.
    let signal: Int32?
    /// What it said on standard error.
    let notes: String
  }

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: What stands on the command line.
  ///   - environment: All the variables it sees, beside those that find its libraries.
  ///   - folder: Its working folder.
  /// - Returns: How it ended.
  /// - Throws: Where there is no program beside the tests, or it cannot be started.
  static func run(
    _ arguments: [String],
    environment: [String: String],
    in folder: URL
  ) async throws -> Ending {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let program = tests.appendingPathComponent("rollbook")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path),
      "there is no \(program.path)"
    )
    let notes = folder.appendingPathComponent("notes")
    try Data().write(to: notes)
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let inherited = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key)
    }
    process.environment = inherited.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: notes)
    let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    for await _ in ended {}
    let isSignal = process.terminationReason == .uncaughtSignal
    return Ending(
      status: isSignal ? nil : process.terminationStatus,
      signal: isSignal ? process.terminationStatus : nil,
      notes: String(decoding: try Data(contentsOf: notes), as: UTF8.self)
    )
  }
}
