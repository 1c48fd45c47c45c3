import LedgerVerification
import LedgerHistory
@testable import DingTalk
import Ledger
import Logging
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// A company behind real HTTP, and a ledger that pushes to it; both go by one clock, which takes no
/// time.
final class PushScene: Sendable {
  let server: SandboxServer
  let folder: TemporaryFolder
  let ledger: Ledger
  let clock: ManualTimekeeper
  let transport = HTTPTransport()
  let client: DingTalkClient
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private init(
    server: SandboxServer,
    clock: ManualTimekeeper,
    api: RosterAPI,
    timeout: Duration
  ) throws {
    self.server = server
    self.clock = clock
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    client = Self.client(of: server, clock, api, timeout, transport)
  }

  private static func client(
    of server: SandboxServer,
    _ clock: ManualTimekeeper,
    _ api: RosterAPI,
    _ timeout: Duration,
    _ transport: HTTPTransport
  ) -> DingTalkClient {
    DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: server.baseURL,
        appKey: server.credentials.appKey,
        appSecret: Secret(server.credentials.appSecret),
        agentID: server.credentials.agentID,
        api: api,
        callsPerSecond: 1_000,
        timeout: timeout
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
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
    _ body: (PushScene) async throws -> Void
  ) async throws {
    let clock = ManualTimekeeper()
    let server = try await SandboxServer.start(
      company: company ?? Company(seed: 7, people: people),
      quirks: quirks,
      faults: try Faults(faults, seed: 11),
      limits: .unhurried,
      timekeeper: clock
    )
    let scene = try PushScene(server: server, clock: clock, api: api, timeout: timeout)
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

  var system: DingTalkBatchSystem { DingTalkBatchSystem(client: client, timekeeper: clock) }

  /// The system as another run sees it, which reads the roster by a family of calls.
  func system(_ api: RosterAPI) -> DingTalkBatchSystem {
    let client = Self.client(of: server, clock, api, .seconds(30), transport)
    return DingTalkBatchSystem(client: client, timekeeper: clock)
  }

  /// Fetches everything about everybody.
  func fetch() async throws -> FetchOutcome {
    clock.advance(by: .seconds(60))
    return try await runFetch(
      Stage.request(),
      ledger: ledger,
      client: client,
      timekeeper: clock,
      log: log
    )
  }

  func tools(
    system: (any BatchSystem)? = nil,
    progress: @escaping @Sendable (PushProgress) -> Void = { _ in },
    afterCommit: (@Sendable (Int) -> Void)? = nil
  ) -> PushTools {
    PushTools(
      ledger: ledger,
      system: system ?? self.system,
      timekeeper: clock,
      random: { 0.5 },
      log: log,
      progress: progress,
      afterCommit: afterCommit
    )
  }

  /// Pushes what is wanted, agreeing to every plan.
  func push(
    _ changes: [UserChange],
    rules: SendingRules = PushScene.generous,
    confirm: @Sendable (Plan) async -> Bool = { _ in true },
    afterCommit: (@Sendable (Int) -> Void)? = nil
  ) async throws -> PushOutcome {
    clock.advance(by: .seconds(60))
    let request = PushRequest(changes: changes, rules: rules, author: PushScene.author)
    return try await runPush(request, tools: tools(afterCommit: afterCommit), confirm: confirm)
  }

  func settle(_ batch: OperationNumber) async throws -> SettleOutcome {
    try await runSettle(SettleRequest(batch: batch, author: PushScene.author), tools: tools())
  }

  func retry(
    _ batch: OperationNumber,
    rules: SendingRules = PushScene.generous
  ) async throws -> PushOutcome {
    let request = RetryRequest(batch: batch, rules: rules, author: PushScene.author)
    return try await runRetry(request, tools: tools()) { _ in true }
  }

  static let author = Author(actor: "tester@here", reason: "because", program: "test")

  /// Rules that stop nothing by themselves.
  static let generous = SendingRules(
    limits: PlanLimits(maximumUsers: 10_000, maximumEmptied: 100, maximumRejected: 100)
  )

  /// The active people, by their keys.
  func people() async -> [Verbatim] { await server.withCompany { $0.userids } }

  /// What a cell holds in the company.
  func value(_ user: Verbatim, _ field: FieldCode, _ item: Int = 0) async -> String? {
    let entry = await server.withCompany { $0.entry(user, field, item: item) }
    if case .text(let text)? = entry?.value { return text.text }
    return nil
  }

  /// The rows of a batch, by user.
  func lines(_ batch: OperationNumber) throws -> [Verbatim: BatchLine] {
    let lines = try ledger.batch(batch)?.1 ?? []
    return Dictionary(lines.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The bodies of updates that arrived, by user.
  func updates() throws -> [Verbatim: [(entry: JournalEntry, update: RosterUpdate)]] {
    var updates: [Verbatim: [(entry: JournalEntry, update: RosterUpdate)]] = [:]
    for entry in server.journal(.update) {
      let update = try RosterUpdateRequest(parsing: JSON(parsing: entry.body)).update
      updates[update.user, default: []].append((entry, update))
    }
    return updates
  }

  /// Checks that the log is whole, and its projections are what it says.
  func checkBook() throws {
    #expect(try ledger.verify().findings == [])
    #expect(try ledger.operations().allSatisfy { $0.status != .running })
  }
}

/// Wants the text of a field of a user.
func wants(
  _ user: Verbatim,
  _ values: [(FieldCode, String)],
  adding: [ItemAddition] = []
) -> UserChange {
  UserChange(
    user: user,
    edits: values.map { field, value in
      CellEdit(CellAddress(field), value.isEmpty ? .clear : .set(.text(Verbatim(value))))
    },
    additions: adding
  )
}

/// Wants a new emergency contact.
func contact(_ name: String) -> ItemAddition {
  ItemAddition(
    group: "sys06",
    fields: [
      FieldEdit("sys06-urgentContactsName", .set(.text(Verbatim(name)))),
      FieldEdit("sys06-urgentContactsPhone", .set(.text("13800138000"))),
    ]
  )
}
