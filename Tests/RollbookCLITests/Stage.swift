import Foundation
import Ledger
@testable import RollbookCLI
import RollbookTestSupport
import Roster

/// The environment of commands in a test: a folder of its own, a stopped clock, and the output.
struct Stage {
  let folder: TemporaryFolder
  let timekeeper: ManualTimekeeper
  var environment: [String: String] = [:]
  var width: Int?
  /// The reply of a person at a terminal; nil if there is no terminal.
  var answer: String?
  /// Who runs the commands.
  var actor: Verbatim = "hr@payroll-host"

  init() throws {
    folder = try TemporaryFolder()
    timekeeper = ManualTimekeeper()
  }

  /// What one command line said and how it ended.
  struct Run {
    let status: Roster.ExitStatus
    let result: String
    let notes: String

    /// All of it, as a golden file keeps it.
    var transcript: String {
      result + (notes.isEmpty ? "" : "--- notes\n\(notes)") + "--- exit \(status.rawValue)\n"
    }
  }

  /// Runs a command line; the folder's path is replaced in what it says.
  func run(_ arguments: String...) async -> Run { await run(arguments) }

  func run(
    _ arguments: [String],
    interruption: Interruption = Interruption(),
    result: MemorySink = MemorySink()
  ) async -> Run {
    let notes = MemorySink()
    let environment = CommandEnvironment(
      variables: environment,
      folder: folder.url.path,
      output: Output(result: result, notes: notes, resultWidth: width),
      timekeeper: timekeeper,
      actor: actor,
      random: { 0.5 },
      interruption: interruption,
      ask: answer.map { answer in { @Sendable _ in answer } }
    )
    let status = await Program.run(arguments, in: environment)
    return Run(status: status, result: hidden(result.text), notes: hidden(notes.text))
  }

  private func hidden(_ text: String) -> String {
    text.replacingOccurrences(of: folder.url.path, with: "/FOLDER")
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
  }
}
