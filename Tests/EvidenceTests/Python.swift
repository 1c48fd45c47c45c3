import Evidence
import Foundation
import RollbookTestSupport
import Testing

/// Runs the scripts beside the tests.
enum Python {
  private static let program = ChildProcess.installed("python3")

  static var isPresent: Bool { program != nil }

  /// Runs a script, and gives what it said and how it ended.
  static func run(
    _ script: String,
    _ arguments: [String]
  ) async throws -> ChildProcess.Ending {
    let folder = Repository.root.appendingPathComponent("Tests/EvidenceTests")
    let program = try #require(program)
    return try await ChildProcess.run(program, ["-B", script] + arguments, in: folder)
  }
}

extension EvidenceBundle {
  /// Writes the files into a folder.
  func write(to folder: URL) throws {
    for (path, bytes) in files {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: file)
    }
  }
}
