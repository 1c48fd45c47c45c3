import ArgumentParser
import Demo
import Foundation
import Tables
import Roster
import Sandbox

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
      throw FileError.unwritable(path: folder.path, reason: "it cannot be created")
    }
    defer { if !keep { try? FileManager.default.removeItem(at: folder) } }
    let server = try await SandboxServer.start(
      company: DemoScript.company(people: people, seed: seed),
      timekeeper: environment.timekeeper
    )
    let status = try await server.whileRunning { server in
      try await script(server, folder.path, environment).present(people: people)
    }
    if keep {
      try environment.output.result.write("The ledger is left in \(folder.path).\n")
    }
    return status
  }

  private func script(
    _ server: SandboxServer,
    _ folder: String,
    _ environment: CommandEnvironment
  ) -> DemoScript {
    let zone = global.zone ?? Times.defaultZone
    let output = environment.output
    let variables = SandboxOffer.variables(of: server)
    var inside = environment
    inside.variables = Dictionary(uniqueKeysWithValues: variables)
    inside.folder = folder
    return DemoScript(
      server: server,
      variables: variables,
      folder: folder,
      ledgerName: Settings.defaultLedger,
      timekeeper: environment.timekeeper,
      write: { try output.result.write($0) },
      run: { [inside] arguments in
        let printed = MemorySink()
        var step = inside
        step.output = Output(
          result: printed,
          notes: output.notes,
          resultWidth: output.resultWidth ?? 100,
          notesWidth: output.notesWidth
        )
        // Standard error is not captured, but what a step prints there follows the text before it.
        try output.result.flush()
        let status = await Program.run(arguments + ["--zone", zone, "--quiet"], in: step)
        return (printed.text, status)
      }
    )
  }
}
