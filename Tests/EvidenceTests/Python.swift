import Evidence
import Foundation
import RollbookTestSupport

/// Runs the scripts that stand beside the tests.
enum Python {
  private static let program = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { "\($0)/python3" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static var isPresent: Bool { program != nil }

  /// Runs a script, and gives what it said and how it ended.
  static func run(
    _ script: String,
    _ arguments: [String]
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program ?? "")
    let path = Repository.root.appendingPathComponent("Tests/EvidenceTests/\(script)").path
    process.arguments = ["-B", path] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
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
