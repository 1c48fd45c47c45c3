import Dispatch
import Foundation
import Ledger
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The program as a process: pipes, signals, exit codes.
@Suite struct ProcessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The program, beside the tests that run.
  private static var program: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("rollbook")
  }

  private func process(_ arguments: [String], _ server: SandboxServer) -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = [
      "PATH": "/usr/bin:/bin",
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": String(server.credentials.agentID),
    ]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    return (process, output, errors)
  }

  private func withServer(_ body: (SandboxServer) async throws -> Void) async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 3, people: 60),
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    do {
      try await body(server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func run(
    _ arguments: [String],
    _ server: SandboxServer
  ) async throws -> (Int32, Data, Data) {
    let (process, output, errors) = process(arguments, server)
    try process.run()
    return await end(of: process, output, errors)
  }

  /// Waits away from the threads on which the sandbox answers.
  private func end(
    of process: Process,
    _ output: Pipe?,
    _ errors: Pipe
  ) async -> (Int32, Data, Data) {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let result = (try? output?.fileHandleForReading.readToEnd()) ?? Data()
        let notes = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        continuation.resume(returning: (process.terminationStatus, result, notes))
      }
    }
  }

  @Test func `standard output is the result and nothing else, however much is logged`() async throws
  {
    try await withServer { server in
      let (created, _, _) = try await run(["init"], server)
      #expect(created == 0)
      let (status, result, notes) = try await run(["fetch", "-v", "--format", "json"], server)
      #expect(status == 0)
      #expect(try JSON(parsing: Array(result))["users"] == 60)
      #expect(!notes.isEmpty)
      #expect(notes.range(of: Data(server.credentials.appSecret.utf8)) == nil)
      let (refused, _, _) = try await run(["show", "nobody"], server)
      #expect(refused == 64)
    }
  }

  @Test func `a reader that goes away ends the program quietly`() async throws {
    try await withServer { server in
      _ = try await run(["init"], server)
      _ = try await run(["fetch"], server)
      let (process, output, errors) = process(["log", "--events", "--format", "json"], server)
      try process.run()
      _ = try output.fileHandleForReading.read(upToCount: 100)
      try output.fileHandleForReading.close()
      let (status, _, notes) = await end(of: process, nil, errors)
      #expect(status == 141)
      #expect(notes.isEmpty)
    }
  }

  @Test func `ctrl-C keeps what has arrived, and the operation is seen as interrupted`()
    async throws
  {
    try await withServer { server in
      _ = try await run(["init"], server)
      try await server.withSimulation { $0.faults = try Faults("list.timeout=1") }
      let (process, output, errors) = process(["fetch", "--format", "json"], server)
      try process.run()
      while server.journal(.list).isEmpty, process.isRunning {
        try await SystemTimekeeper().sleep(for: .milliseconds(10))
      }
      process.interrupt()
      let (status, result, _) = await end(of: process, output, errors)
      #expect(status == 130)
      let told = try JSON(parsing: Array(result))
      #expect(told["status"] == "interrupted" && told["joined"] == 60)
      let operations = try Ledger.open(at: folder.path("rollbook.sqlite")).operations()
      #expect(operations.map(\.status) == [.interrupted])
    }
  }
}
