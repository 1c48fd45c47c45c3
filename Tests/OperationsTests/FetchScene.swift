import LedgerVerification
import DingTalk
import Ledger
import LedgerHistory
import Logging
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A company behind real HTTP, and a ledger that fetches from it on a clock of its own.
final class FetchScene: Sendable {
  let server: SandboxServer
  let folder: TemporaryFolder
  let ledger: Ledger
  let clock = ManualTimekeeper()
  private let transport = HTTPTransport()
  private let client: DingTalkClient
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private init(
    server: SandboxServer,
    api: RosterAPI,
    timeout: Duration,
    retries: RetryPolicy
  ) throws {
    self.server = server
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: server.baseURL,
        appKey: server.credentials.appKey,
        appSecret: Secret(server.credentials.appSecret),
        agentID: server.credentials.agentID,
        api: api,
        callsPerSecond: 1_000,
        timeout: timeout,
        retries: retries
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: log
    )
  }

  /// Sets the scene, plays it, and clears it away.
  static func play(
    people: Int,
    company: Company? = nil,
    quirks: Quirks = .lenient,
    faults: String = "none",
    api: RosterAPI = .old,
    timeout: Duration = .seconds(30),
    retries: RetryPolicy = RetryPolicy(),
    _ body: (FetchScene) async throws -> Void
  ) async throws {
    let server = try await SandboxServer.start(
      company: company ?? Company(seed: 7, people: people),
      quirks: quirks,
      faults: try Faults(faults, seed: 11),
      limits: .unhurried,
      timekeeper: ManualTimekeeper()
    )
    let scene = try FetchScene(server: server, api: api, timeout: timeout, retries: retries)
    do {
      try await body(scene)
    } catch {
      await scene.clear()
      throw error
    }
    await scene.clear()
  }

  private func clear() async {
    await transport.shutdown()
    await server.stop()
  }

  /// Fetches what a request asks for; everything about everybody by default.
  func fetch(
    _ request: FetchRequest = Stage.request(),
    progress: @escaping @Sendable (FetchProgress) -> Void = { _ in },
    afterCommit: (@Sendable (Int) -> Void)? = nil
  ) async throws -> FetchOutcome {
    clock.advance(by: .seconds(60))
    return try await runFetch(
      request,
      ledger: ledger,
      client: client,
      timekeeper: clock,
      progress: progress,
      log: log,
      afterCommit: afterCommit
    )
  }

  /// The active people, by their keys.
  func people() async -> [Verbatim] { await server.withCompany { $0.userids } }

  /// What the ledger knows of everybody who is active.
  func roster(_ filter: RosterFilter = RosterFilter()) throws -> [RosterCell] {
    var rows: [RosterCell] = []
    try ledger.roster(filter) { rows.append($0) }
    return rows
  }

  /// The entries of a kind.
  func entries(_ kind: EntryKind) throws -> [LoggedEntry] {
    var rows: [LoggedEntry] = []
    try ledger.entries(EntryFilter()) { if $0.kind == kind { rows.append($0) } }
    return rows
  }

  /// Checks that entries have no gap, and that the projections are what the log makes of them.
  func checkBook() throws {
    var last: EntryID = 0
    try ledger.entries(EntryFilter()) { row in
      #expect(row.entry == last + 1)
      last = row.entry
    }
    #expect(last > 0)
    #expect(try ledger.verify().findings == [])
  }
}
