import LedgerVerification
import Foundation
import Ledger
import LedgerHistory
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The program, killed in the middle of a push, and the batch completed afterwards.
@Suite struct PushKillTests {
  /// Six of each system for every day; `make kill` asks for fifty, of 300 rows.
  private static let kills = number("ROLLBOOK_KILLS") ?? 4
  private static let rows = number("ROLLBOOK_KILL_ROWS") ?? 30
  private static let callsInFlight = 4

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// After how many commits each kill comes: those at which the kind changes first, then all over.
  private static func places(_ kinds: [Int], last: Int) -> [Int] {
    (0..<kills).map { kill in
      kill < kinds.count ? kinds[kill] : 1 + (kill * 7919) % (last - 1)
    }
  }

  private func play(_ body: (SandboxServer, URL) async throws -> Void) async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: Self.rows),
      limits: .unhurried,
      timekeeper: RealTime.timekeeper
    )
    let folder = try TemporaryFolder()
    let limits = "limits: { maxUsers: 1000, maxEmptied: 100, maxRejected: 100 }\n"
    try Data(limits.utf8).write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    do {
      try await body(server, folder.url)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func run(
    _ line: String,
    path: String,
    _ server: SandboxServer,
    in folder: URL,
    killedAfter commits: Int? = nil
  ) async throws -> ChildProcess.Ending {
    var environment = [
      "ROLLBOOK_LEDGER": path,
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
      "ROLLBOOK_MAYCUR_URL": server.baseURL,
      "ROLLBOOK_MAYCUR_APP_CODE": server.credentials.maycurAppCode,
      "ROLLBOOK_MAYCUR_APP_SECRET": server.credentials.maycurAppSecret,
    ]
    if let commits { environment["ROLLBOOK_TEST_KILL_AFTER_COMMITS"] = "\(commits)" }
    return try await RollbookProcess.run(
      line.split(separator: " ").map(String.init),
      environment: environment,
      in: folder
    )
  }

  /// Pushes a file until death, and gives the log as it was left, with the rows of the batch.
  private func die(
    _ system: Roster.System,
    kill: Int,
    after commits: Int,
    _ server: SandboxServer,
    in folder: URL
  ) async throws -> (Ledger, [BatchLine]) {
    let path = folder.appendingPathComponent("book\(kill)").path
    _ = try Ledger.create(at: path, now: RealTime.timekeeper.now())
    let ending = try await run(
      "push wanted.csv --to \(system.rawValue) --reason test --yes --read-after 0s",
      path: path,
      server,
      in: folder,
      killedAfter: commits
    )
    #expect(ending.signal == SIGKILL, "kill \(kill) after \(commits) commits: \(ending)")
    let ledger = try Ledger.open(at: path)
    #expect(try ledger.operations().map(\.status) == [.interrupted])
    return (ledger, try ledger.batch(1)?.1 ?? [])
  }

  /// Settles and retries what is left, or pushes again if nothing was even intended.
  private func complete(
    _ system: Roster.System,
    _ ledger: Ledger,
    isIntended: Bool,
    _ server: SandboxServer,
    in folder: URL
  ) async throws {
    var lines = ["push wanted.csv --to \(system.rawValue) --reason again --yes --read-after 0s"]
    if isIntended {
      let resend = system == .maycur ? " --resend --resend-after 0s --reason again" : ""
      lines = [
        "settle 1 --read-after 300ms" + resend, "retry 1 --reason again --yes --read-after 0s",
      ]
    }
    for line in lines {
      let ending = try await run(line, path: ledger.path, server, in: folder)
      #expect(ending.status == 0, "\(line): \(ending)")
    }
    #expect(try ledger.verify().findings == [])
    #expect(try ledger.batches().allSatisfy { $0.counts.uncertain == 0 })
  }

  @Test func `wherever a push to DingTalk is killed, settle and retry complete it`() async throws {
    let reads = (Self.rows + 99) / 100
    // Opening, catalog, readings, intended, reading; then calls; then readings and the closing.
    let intended = 3 + reads
    let total = 4 + 3 * reads + 2 * Self.rows
    let kinds = [intended, intended + 2, intended + 5, total / 2, total - 1, 2]
    try await play { server, folder in
      let people = await server.withCompany { $0.userids }
      for (kill, place) in Self.places(kinds, last: total).enumerated() {
        let wanted = people.enumerated().map { "neu-\(kill)-\($0.offset)-" }
        let rows = zip(people, wanted).enumerated().map { number, row in
          number.isMultiple(of: 4) ? "\(row.0),,\(row.1)" : "\(row.0),\(row.1),"
        }
        let file = (["userid,备注,紧急联系人姓名[+]"] + rows).joined(separator: "\n")
        try Data(file.utf8).write(to: folder.appendingPathComponent("wanted.csv"))
        let (ledger, lines) = try await die(.dingtalk, kill: kill, after: place, server, in: folder)
        #expect(lines.count == (place < intended ? 0 : people.count))
        #expect(lines.count { $0.status == .uncertain } <= Self.callsInFlight)
        func arrived(_ user: Verbatim) -> [JournalEntry] {
          let number = people.firstIndex(of: user) ?? -1
          return server.journal(.update).filter { $0.text.contains("\"neu-\(kill)-\(number)-\"") }
        }
        for line in lines {
          switch line.status {
          case .accepted: #expect(arrived(line.user).map(\.isApplied) == [true])
          case .notSent: #expect(arrived(line.user).isEmpty)
          case .uncertain: break
          case .rejected, .skipped: Issue.record("\(line.user) is \(line.status)")
          }
        }
        let isIntended = !lines.isEmpty
        try await complete(.dingtalk, ledger, isIntended: isIntended, server, in: folder)
        for (number, user) in people.enumerated() {
          #expect(arrived(user).count { $0.isApplied } == 1, "row \(number) of kill \(kill)")
        }
      }
    }
  }

  @Test func `wherever a push to Maycur is killed, settle and retry complete it`() async throws {
    // Opening, intended, then a call and its outcome for each two hundred rows, and the closing.
    let total = 3 + 2 * ((Self.rows + 199) / 200)
    let kinds = [3, 2, 4, 1, 3, total - 1]
    try await play { server, folder in
      let people = await server.withSimulation { $0.maycur.records.map(\.employeeID) }
      for (kill, place) in Self.places(kinds, last: total).enumerated() {
        let names = people.indices.map { "小\(kill)-\($0)" }
        let rows = zip(people, names).map { "\($0),\($1)" }
        let file = (["employeeId,employeeNickName"] + rows).joined(separator: "\n")
        try Data(file.utf8).write(to: folder.appendingPathComponent("wanted.csv"))
        let (ledger, lines) = try await die(.maycur, kill: kill, after: place, server, in: folder)
        let carried = min(people.count, 200 * Self.callsInFlight)
        #expect(lines.count == (place < 2 ? 0 : people.count))
        #expect(lines.count { $0.status == .uncertain } <= carried)
        for line in lines {
          let name = names[people.firstIndex(of: line.user) ?? 0]
          let saved = server.journal(.maycurBatch).contains {
            $0.saved.contains(line.user) && $0.text.contains("\"\(name)\"")
          }
          if line.status == .accepted { #expect(saved) }
          if line.status == .notSent { #expect(!saved) }
        }
        try await complete(.maycur, ledger, isIntended: !lines.isEmpty, server, in: folder)
        for (user, name) in zip(people, names) {
          let there = await server.withSimulation { $0.maycur[user]?["employeeNickName"]?.text }
          #expect(there == name, "kill \(kill)")
        }
      }
    }
  }
}

/// The machine's clock, which other processes go by as well.
private enum RealTime {
  static let timekeeper = SystemTimekeeper()
}
