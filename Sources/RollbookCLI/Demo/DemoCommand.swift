import ArgumentParser
import Foundation
import Tables
import Roster

/// The command `rollbook demo`.
struct DemoCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show the whole workflow with a made-up company, in under a minute.",
    discussion: """
      It needs no account and touches nothing of yours: the company lives in this process, the \
      ledger in a temporary folder that is removed at the end.

      Examples:
        rollbook demo
        rollbook demo --keep --people 500 --seed 3
      """
  )

  @Flag(help: "Leave the ledger where it is, and say where.")
  var keep = false

  @Option(help: ArgumentHelp("How many people the company has.", valueName: "count"))
  var people = 120

  @Option(help: ArgumentHelp("What the company is drawn from.", valueName: "number"))
  var seed: UInt64 = 7

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard (2...5000).contains(people) else {
      throw ValidationError("--people must be from 2 to 5000")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-demo-\(UUID().uuidString.prefix(8))")
    do {
      try FileManager.default.createDirectory(
        at: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw CommandError.fileUnreadable(path: folder.path, reason: "it cannot be created")
    }
    defer { if !keep { try? FileManager.default.removeItem(at: folder) } }
    let zone = global.zone ?? Times.defaultZone
    let script = DemoScript(environment: environment, folder: folder.path, zone: zone)
    let status = try await script.present(people: people, seed: seed)
    if keep {
      try environment.output.result.write("The ledger is left in \(folder.path).\n")
    }
    return status
  }
}
