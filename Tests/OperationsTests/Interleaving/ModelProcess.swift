import DingTalk
import Ledger
import LedgerHistory
import Logging
import Maycur
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization

/// One process of ours: its ledger, its clients, and the order in which its tasks go on.
final class ModelProcess: Sendable {
  let ledger: Ledger
  let world: OutsideWorld
  let scheduler: SeededScheduler
  let clock: ScheduledClock
  let notebook: Notebook
  let death = Death()
  let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let dingtalk: DingTalkClient
  private let maycur: MaycurClient

  init(_ ledger: Ledger, _ world: OutsideWorld, _ notebook: Notebook, seed: UInt64) {
    (self.ledger, self.world, self.notebook) = (ledger, world, notebook)
    scheduler = SeededScheduler(seed: seed)
    clock = ScheduledClock(world.clock, scheduler)
    let credentials = SandboxCredentials.sandbox
    let transport = ModelTransport(world: world, scheduler: scheduler, death: death)
    dingtalk = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: OutsideWorld.address,
        appKey: credentials.appKey,
        appSecret: Secret(credentials.appSecret),
        agentID: credentials.agentID,
        api: .old,
        callsPerSecond: 1_000
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: log
    )
    maycur = MaycurClient(
      configuration: MaycurConfiguration(
        baseURL: OutsideWorld.address,
        appCode: credentials.maycurAppCode,
        appSecret: Secret(credentials.maycurAppSecret),
        callsPerSecond: 1_000
      ),
      transport: transport,
      timekeeper: clock,
      random: { 0.5 },
      log: log
    )
  }

  /// Gets the tokens, which calls share, before anything runs side by side.
  func warmUp() async {
    _ = try? await tools(.dingtalk).system.catalog()
    _ = try? await maycur.findUsers(["nobody"], by: .employeeID)
  }

  /// What is done after each commit: it is noted, and others may go on.
  private var afterCommit: @Sendable (Int) -> Void {
    { [self] _ in
      if !death.hasCome { notebook.note(ledger) }
      scheduler.pause()
    }
  }

  func tools(_ system: System, wait: Duration = .zero) -> PushTools {
    let batchSystem: any BatchSystem =
      system == .dingtalk
      ? DingTalkBatchSystem(client: dingtalk, timekeeper: clock)
      : MaycurBatchSystem(client: maycur, timekeeper: clock)
    return PushTools(
      ledger: ledger,
      system: batchSystem,
      timekeeper: clock,
      wait: wait,
      random: { 0.5 },
      log: log,
      afterCommit: afterCommit,
      threads: scheduler
    )
  }

  @discardableResult
  func fetch(wait: Duration) async throws -> FetchOutcome {
    try await runFetch(
      Stage.request(fields: OutsideWorld.fields),
      ledger: ledger,
      client: dingtalk,
      timekeeper: clock,
      wait: wait,
      log: log,
      afterCommit: afterCommit
    )
  }

  func erase(_ user: UserKey, wait: Duration) async throws {
    let request = EraseRequest(
      system: user.system,
      users: [user.id],
      fields: nil,
      maximumUsers: 1,
      author: PushScene.author
    )
    _ = try await runErase(
      request,
      ledger: ledger,
      timekeeper: clock,
      wait: wait,
      afterCommit: afterCommit
    ) { _ in true }
  }

  /// What Maycur's export says of everybody.
  func importNicknames(wait: Duration) async throws {
    let names = world.nicknames().sorted { $0.key < $1.key }
    let text = "工号,employeeNickName\n" + names.map { "\($0.key),\($0.value)\n" }.joined()
    _ = try await runImport(
      ImportRequest(
        system: .maycur,
        file: "export.csv",
        bytes: Array(text.utf8),
        capturedAt: clock.now(),
        author: PushScene.author
      ),
      ledger: ledger,
      timekeeper: clock,
      wait: wait
    )
  }
}

/// Takes calls to the world outside; on the way there and back, others may go on.
struct ModelTransport: Transport {
  let world: OutsideWorld
  let scheduler: SeededScheduler
  let death: Death

  func send(_ request: APIRequest, timeout: Duration) async throws(TransportError) -> APIResponse {
    let dead = TransportError.connectionFailed(url: request.redacted, cause: "The process died.")
    if death.hasCome { throw dead }
    await scheduler.turn()
    // What was under way when the process died may arrive.
    if death.hasCome, world.happens(50) { throw dead }
    let reaction = world.receive(request)
    await scheduler.turn()
    if death.hasCome { throw .connectionLost(url: request.redacted, cause: "The process died.") }
    switch reaction {
    case .reply(let response):
      return APIResponse(
        status: response.status,
        contentType: response.contentType,
        body: response.body
      )
    case .drop: throw .connectionLost(url: request.redacted, cause: "It was dropped.")
    case .hang: throw .timedOut(url: request.redacted, after: timeout)
    }
  }
}
