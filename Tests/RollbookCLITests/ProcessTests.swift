import LedgerVerification
import LedgerHistory
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
    meanwhile: (_ stop: @Sendable (ChildProcess.Stop) throws -> Void) async throws -> Void = {
      _ in
    }
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
      #expect(!Data(fetch.errors).has(server.credentials.appSecret))
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

  /// Waits until a number of calls of an endpoint arrived.
  private func calls(_ count: Int, _ endpoint: Endpoint, _ server: SandboxServer) async throws {
    while server.journal(endpoint).count < count {
      try await SystemTimekeeper().sleep(for: .milliseconds(10))
    }
  }

  /// The ledger that a stopped program left: sound, and without a lock.
  private func ledger() throws -> Ledger {
    let ledger = try Ledger.open(at: folder.path("rollbook.sqlite"))
    #expect(ledger.writer() == nil)
    #expect(try ledger.verify().findings == [])
    #expect(try ledger.checkProjections().allSatisfy { $0.differences == 0 })
    return ledger
  }

  private static let stops: [(ChildProcess.Stop, Int32)] = [
    (.interrupt, 130), (.terminate, 143), (.hangUp, 129),
  ]

  @Test(.timeLimit(.minutes(15)), arguments: stops)
  func `a signal to a fetch keeps what has arrived, and the operation is interrupted`(
    _ stop: ChildProcess.Stop,
    status: Int32
  ) async throws {
    try await withServer { server in
      _ = try await run(["init"], server)
      try await server.withSimulation { $0.faults = try Faults("apiList.timeout=1") }
      let ended = try await run(["fetch", "--format", "json"], server) { send in
        try await calls(1, .apiList, server)
        try send(stop)
      }
      #expect(ended.status == status, "\(ended)")
      let reported = try JSON(parsing: ended.output)
      #expect(reported["status"] == "interrupted" && reported["joined"] == 60)
      #expect(try ledger().operations().map(\.status) == [.interrupted])
    }
  }

  @Test(.timeLimit(.minutes(15)), arguments: stops)
  func `a signal to a push awaits the calls under way, sends no more, and leaves no row uncertain`(
    _ stop: ChildProcess.Stop,
    status: Int32
  ) async throws {
    try await withServer { server in
      _ = try await run(["init"], server)
      let users = await server.withCompany { $0.userids }
      let rows = ["userid,备注"] + users.map { "\($0),neu-\($0)-" }
      try Data(rows.joined(separator: "\n").utf8)
        .write(to: folder.url.appendingPathComponent("wanted.csv"))
      let words = ["push", "wanted.csv", "--to", "dingtalk", "--max-users", "60"]
      let rest = ["--reason", "a", "--yes", "--read-after", "0s"]
      let ended = try await run(words + rest, server) { send in
        try await calls(5, .update, server)
        try send(stop)
      }
      #expect(ended.status == status, "\(ended)")
      let left = try ledger()
      #expect(try left.batches().map(\.operation.status) == [.interrupted])
      let lines = try left.batch(1)?.1 ?? []
      let accepted = lines.filter { $0.status == .accepted }
      #expect(accepted.count >= 5 && accepted.count == server.journal(.update).count)
      #expect(lines.count { $0.status == .notSent } == 60 - accepted.count && accepted.count < 60)
      let retried = try await run(["retry", "1", "--max-users", "60"] + rest, server)
      #expect(retried.status == 0, "\(retried)")
      #expect(server.journal(.update).count == 60)
    }
  }
}
