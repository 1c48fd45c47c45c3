import DingTalk
import Ledger
import LedgerHistory
import LedgerVerification
import Logging
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing

/// A company behind real HTTP and WebSockets, and a ledger that follows it, by the machine's clock.
final class FollowScene: Sendable {
  let server: SandboxServer
  let folder: TemporaryFolder
  let ledger: Ledger
  private let clock = SystemTimekeeper()
  private let transport = HTTPTransport()
  private let client: DingTalkClient
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let followed = Mutex<[FollowedFetch]>([])

  private init(_ server: SandboxServer) throws {
    self.server = server
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: server.baseURL,
        appKey: server.credentials.appKey,
        appSecret: Secret(server.credentials.appSecret),
        agentID: server.credentials.agentID,
        callsPerSecond: 1_000
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: log
    )
  }

  /// Fetches everybody, plays, and clears away.
  static func play(
    people: Int = 20,
    quirks settings: String...,
    body: (FollowScene) async throws -> Void
  ) async throws {
    var quirks = Quirks.lenient
    quirks.streamResend = 1
    for setting in settings { try quirks.set(setting) }
    let server = try await SandboxServer.start(
      company: Company(seed: 7, people: people),
      quirks: quirks,
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    let scene = try FollowScene(server)
    do {
      _ = try await scene.fetch(Stage.request())
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

  private func fetch(_ request: FetchRequest) async throws -> FetchOutcome {
    try await runFetch(
      request,
      ledger: ledger,
      client: client,
      timekeeper: clock,
      log: log
    )
  }

  /// The fetches that events caused so far.
  var fetches: [FollowedFetch] { followed.withLock { $0 } }

  /// The variables that lead the program to the ledger and the company.
  var environment: [String: String] {
    [
      "ROLLBOOK_LEDGER": folder.path("ledger"),
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
    ]
  }

  /// The events that were sent so far.
  var events: [StreamGateway.Event] { server.stream.events }

  /// Follows while something is done.
  func following(_ body: () async throws -> Void) async throws {
    let follower = StreamFollower(
      stream: StreamClient(
        client: client,
        sockets: WebSocketClient(),
        timekeeper: clock,
        random: { 0 }
      ),
      request: Stage.request(),
      ledger: ledger,
      client: client,
      timekeeper: clock,
      wait: .seconds(10),
      log: log
    )
    let running = Task {
      try await follower.follow { fetch in self.followed.withLock { $0.append(fetch) } }
    }
    defer { running.cancel() }
    try await until("connected") { !server.stream.openConnections.isEmpty }
    try await body()
    running.cancel()
    _ = await running.result
    try await until("closed") { server.stream.openConnections.isEmpty }
  }

  /// Waits until something holds.
  func until(_ what: String, _ holds: () throws -> Bool) async throws {
    for _ in 0..<600 {
      if try holds() { return }
      try await clock.sleep(for: .milliseconds(50))
    }
    Issue.record("not \(what) within thirty seconds")
  }

  /// Waits until there are this many events, and all are acknowledged.
  func untilAcknowledged(_ count: Int) async throws {
    try await until("\(count) events acknowledged") {
      events.count >= count && events.allSatisfy(\.isAcknowledged)
    }
  }

  /// A person edits the address of another.
  func edit(_ user: Verbatim, _ address: Verbatim) async throws {
    try await server.withCompany { try $0.edit(user, "sys02-address", value: address) }
  }

  func users() async -> [Verbatim] { await server.withCompany { $0.userids } }

  /// The address of a user as the ledger knows it.
  func address(of user: Verbatim) throws -> Verbatim? {
    var address: Verbatim?
    try ledger.roster(RosterFilter()) { row in
      if row.user == user, row.field == "sys02-address" { address = row.content.value }
    }
    return address
  }
}
