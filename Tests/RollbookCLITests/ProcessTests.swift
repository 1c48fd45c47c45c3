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

  private func environment(_ server: SandboxServer) -> [String: String] {
    [
      "PATH": "/usr/bin:/bin",
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": String(server.credentials.agentID),
    ]
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
    _ server: SandboxServer,
    meanwhile: (_ interrupt: @Sendable () throws -> Void) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Ending {
    try await ChildProcess.run(
      ChildProcess.besideTests("rollbook"),
      arguments,
      environment: environment(server),
      in: folder.url,
      meanwhile: meanwhile
    )
  }

  @Test(arguments: ["table", "json"])
  func `a report within one call of which nothing can be interrupted ends when its time is up`(
    format: String
  ) async throws {
    let program = ChildProcess.besideTests("rollbook")
    let environment = ["PATH": "/usr/bin:/bin"]
    _ = try await ChildProcess.run(program, ["init"], environment: environment, in: folder.url)
    try """
    -- title: t
    -- question: q
    -- column: a integer; a
    SELECT instr(printf('%.*c', 6000000, 'a'), printf('%.*c', 3000000, 'a') || 'b') AS a
    """.write(
      to: folder.url.appendingPathComponent("slow.sql"),
      atomically: true,
      encoding: .utf8
    )
    let words = ["report", "--file", "slow.sql", "--time-limit", "1s", "--format", format]
    let clock = ContinuousClock()
    let began = clock.now
    let ending = try await ChildProcess.run(
      program,
      words + ["--output", "slow.txt"],
      environment: environment,
      in: folder.url
    )
    #expect(ending.status == 65 && ending.text.contains("queryTooLong"), "\(ending)")
    #expect(clock.now - began < .seconds(60))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!left.contains { $0.hasPrefix("slow.txt") })
  }

  @Test func `standard output is the result and nothing else, however much is logged`() async throws
  {
    try await withServer { server in
      #expect(try await run(["init"], server).status == 0)
      let fetch = try await run(["fetch", "-v", "--format", "json"], server)
      #expect(fetch.status == 0)
      #expect(try JSON(parsing: fetch.output)["users"] == 60)
      #expect(!fetch.errors.isEmpty)
      #expect(Data(fetch.errors).range(of: Data(server.credentials.appSecret.utf8)) == nil)
      #expect(try await run(["show", "nobody"], server).status == 64)
    }
  }

  @Test func `a reader that goes away ends the program quietly`() async throws {
    try await withServer { server in
      _ = try await run(["init"], server)
      _ = try await run(["fetch"], server)
      let command = #"{ "$0" log --events --format json; echo $? >status; } | head -c 100"#
      let ended = try await ChildProcess.run(
        URL(fileURLWithPath: "/bin/sh"),
        ["-c", command, ChildProcess.besideTests("rollbook").path],
        environment: environment(server),
        in: folder.url
      )
      #expect(ended.output.count == 100)
      #expect(ended.errors.isEmpty)
      #expect(try String(contentsOfFile: folder.path("status"), encoding: .utf8) == "141\n")
    }
  }

  @Test func `ctrl-C keeps what has arrived, and the operation is seen as interrupted`()
    async throws
  {
    try await withServer { server in
      _ = try await run(["init"], server)
      try await server.withSimulation { $0.faults = try Faults("apiList.timeout=1") }
      let ended = try await run(["fetch", "--format", "json"], server) { interrupt in
        while server.journal(.apiList).isEmpty {
          try await SystemTimekeeper().sleep(for: .milliseconds(10))
        }
        try interrupt()
      }
      #expect(ended.status == 130)
      let told = try JSON(parsing: ended.output)
      #expect(told["status"] == "interrupted" && told["joined"] == 60)
      let operations = try Ledger.open(at: folder.path("rollbook.sqlite")).operations()
      #expect(operations.map(\.status) == [.interrupted])
    }
  }
}
