import Foundation
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Processes that read, beside one that fetches, pushes and erases: none of them sees anything wrong.
///
/// A few for some seconds in every run of the tests; `make readers` takes twenty for a minute.
@Suite struct ReadersTests {
  private static let isLong = ProcessInfo.processInfo.environment["ROLLBOOK_READERS"] == "all"
  private static let readers = isLong ? 20 : 3
  private static let span = Duration.seconds(isLong ? 60 : 4)

  /// Each command that reads, and the exit codes that are no alarm while another process writes.
  ///
  /// `USER` is a user, `NEW` a name that no file has.
  private static let commands: [(line: String, codes: Set<Int32>)] = [
    ("verify --quiet", [0, 3]), ("verify --full --quiet", [0, 3]), ("roster", [0]),
    ("roster --as-of entry:40 --format json", [0]), ("roster --hindsight --as-of -1d", [0]),
    ("show USER", [0]), ("history USER", [0]), ("history USER --by-item", [0]), ("blame USER", [0]),
    ("diff entry:30 now", [0]), ("drift", [0]), ("log --limit 20", [0]),
    ("log --events --limit 20", [0]), ("operations", [0]), ("status --max-age 1d", [0]),
    ("stats", [0]), ("batches", [0]), ("batch 2", [0]), ("links", [0]), ("report headcount", [0]),
    ("report volatile-fields", [0]), ("doctor", [0]), ("rebuild --check", [0]),
    ("checkpoint --public-key", [0]), ("prove --user USER --out NEW", [0]),
    ("prove --batch 2 --out NEW", [0]), ("export --tiles NEW", [0]), ("backup NEW", [0]),
    ("timestamp --query NEW", [0]), ("plan first.csv --to dingtalk", [0]),
    // Later batches prevent it.
    ("rollback 2 --dry-run --max-emptied 100", [0, 1]),
    ("rehearse 2 --quiet --max-emptied 100", [0, 1]), ("erase USER --dry-run", [0]),
  ]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ line: String, _ server: SandboxServer) async throws -> ChildProcess.Ending {
    try await RollbookProcess.run(
      line.split(separator: " ").map(String.init),
      environment: [
        "ROLLBOOK_LEDGER": folder.path("ledger"),
        "ROLLBOOK_DINGTALK_URL": server.baseURL,
        "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
        "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
        "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
      ],
      in: folder.url
    )
  }

  private func table(_ users: some Sequence<Verbatim>, _ round: Int) throws {
    let lines = ["userid,备注"] + users.map { "\($0),round \(round)" }
    try Data(lines.joined(separator: "\n").utf8)
      .write(to: folder.url.appendingPathComponent(round == 0 ? "first.csv" : "next.csv"))
  }

  /// Writes until the time is up.
  private func write(
    _ users: [Verbatim],
    until end: ContinuousClock.Instant,
    _ server: SandboxServer
  ) async throws {
    var (round, leavers) = (0, users.suffix(4))
    while ContinuousClock().now < end {
      round += 1
      await server.withCompany { _ = $0.advanceDay() }
      try table(users.prefix(4), round)
      var lines = ["fetch", "push next.csv --to dingtalk --reason r --yes --read-after 0s"]
      if let user = leavers.popLast() { lines.append("erase \(user) --reason gdpr --yes") }
      for line in lines {
        let ending = try await run(line, server)
        // An erasure waits for readers, and reports if it could not rewrite the file.
        let codes: Set<Int32> = line.hasPrefix("erase") ? [0, 1] : [0]
        #expect(ending.status.map { codes.contains($0) } == true, "\(line): \(ending.text)")
      }
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `a reader beside a process that writes gets nothing wrong`() async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 5, people: 16),
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    let users = await server.withCompany { $0.userids }
    try table(users.prefix(4), 0)
    for line in ["init", "fetch", "push first.csv --to dingtalk --reason r --yes --read-after 0s"] {
      let ending = try await run(line, server)
      try #require(ending.status == 0, "\(line): \(ending.text)")
    }
    let end = ContinuousClock().now + Self.span
    let start = Int.random(in: 0..<Self.commands.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await write(users, until: end, server) }
      for reader in 0..<Self.readers {
        group.addTask {
          var number = start + reader
          while ContinuousClock().now < end {
            defer { number += Self.readers }
            let (line, codes) = Self.commands[number % Self.commands.count]
            let words = line.replacing("USER", with: users[reader % 8].text)
              .replacing("NEW", with: "new-\(number)")
            let ending = try await run(words, server)
            #expect(ending.status.map { codes.contains($0) } == true, "\(words): \(ending.text)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await run("verify --full", server).status == 0)
    await server.stop()
  }
}
