import LedgerVerification
import Foundation
import Ledger
import LedgerHistory
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// The program, killed in the middle of what it does.
@Suite struct FetchKillTests {
  /// Five for every day; `make kill` asks for fifty.
  private static let kills =
    ProcessInfo.processInfo.environment["ROLLBOOK_KILLS"].flatMap { Int($0) } ?? 5
  /// Opened, catalog, list of users and four pages; with the eighth, the operation is closed.
  private static let commitsInside = 7

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fetch(
    from server: SandboxServer,
    killedAfter commits: Int?
  ) async throws -> ChildProcess.Ending {
    var environment = [
      "ROLLBOOK_LEDGER": folder.path("ledger"),
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
    ]
    if let commits { environment["ROLLBOOK_TEST_KILL_AFTER_COMMITS"] = "\(commits)" }
    return try await RollbookProcess.run(
      ["fetch", "--fields", "sys00-name,sys00-mobile,sys02-age"],
      environment: environment,
      in: folder.url
    )
  }

  /// Checks all that must hold of a ledger, whatever happened to who wrote it.
  private func check(_ ledger: Ledger, after kill: Int) throws {
    var last: EntryID = 0
    try ledger.entries(EntryFilter()) { row in
      #expect(row.entry == last + 1, "a gap before \(row.entry) after kill \(kill)")
      last = row.entry
    }
    #expect(try ledger.verify().findings == [], "after kill \(kill)")
  }

  @Test func `however often a fetch is killed, what it committed stays and all else is as before`()
    async throws
  {
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: 350),
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    let path = folder.path("ledger")
    _ = try Ledger.create(at: path, now: SystemTimekeeper().now())
    for kill in 1...Self.kills {
      // 1, 4, 7, 3, 6, 2, 5, …: every place is hit, and never the same one twice in a row.
      let commits = 1 + (kill - 1) * 3 % Self.commitsInside
      let ending = try await fetch(from: server, killedAfter: commits)
      #expect(ending.signal == SIGKILL, "kill \(kill) after \(commits) commits: \(ending)")
      let ledger = try Ledger.open(at: path)
      try check(ledger, after: kill)
      let operation = try #require(try ledger.operations().last)
      #expect(operation.operation == OperationNumber(kill))
      #expect(operation.status == .interrupted)
      #expect(operation.closedAt == nil)
      var fetched = 0
      try ledger.entries(EntryFilter(operation: OperationNumber(kill))) { row in
        if row.kind == .fetched { fetched += 1 }
      }
      // Four pages, one of them short, which may be the first to come.
      let most = 100 * max(0, commits - 3)
      #expect((most / 4...most).contains(fetched), "kill \(kill) after \(commits) commits")
      await server.withCompany { _ = $0.advanceDay() }
    }
    let ending = try await fetch(from: server, killedAfter: nil)
    #expect(ending.status == 0, "\(ending.text)")
    let ledger = try Ledger.open(at: path)
    try check(ledger, after: Self.kills)
    let operations = try ledger.operations()
    #expect(operations.map(\.status).dropLast().allSatisfy { $0 == .interrupted })
    #expect(operations.dropLast().allSatisfy { $0.closedAt != nil })
    #expect(operations.last?.status == .finished)
    let people = Set(await server.withCompany { $0.userids })
    var known: Set<Verbatim> = []
    try ledger.roster(RosterFilter()) { known.insert($0.user) }
    #expect(known == people)
    await server.stop()
  }
}
