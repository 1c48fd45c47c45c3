import Ledger
import LedgerHistory
import Logging
import Maycur
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// A company in both systems, over real HTTP, and a ledger between them.
struct CrossingScene {
  let scene: PushScene
  let client: MaycurClient

  static func play(
    people: Int,
    _ body: (CrossingScene) async throws -> Void
  ) async throws {
    try await PushScene.play(people: people) { scene in
      let client = MaycurClient(
        configuration: MaycurConfiguration(
          baseURL: scene.server.baseURL,
          appCode: scene.server.credentials.maycurAppCode,
          appSecret: Secret(scene.server.credentials.maycurAppSecret),
          callsPerSecond: 10
        ),
        transport: scene.transport,
        timekeeper: scene.clock,
        random: { 0.5 },
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      )
      try await body(CrossingScene(scene: scene, client: client))
    }
  }

  var ledger: Ledger { scene.ledger }

  var tools: PushTools {
    scene.tools(system: MaycurBatchSystem(client: client, timekeeper: scene.clock))
  }

  func fetch() async throws {
    scene.clock.advance(by: .seconds(3600))
    let outcome = try await runFetch(
      Stage.request(),
      ledger: ledger,
      client: scene.client,
      timekeeper: scene.clock,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    #expect(outcome.error == nil)
  }

  @discardableResult
  func link(_ ground: LinkEvidence) async throws -> LinkResult {
    scene.clock.advance(by: .seconds(60))
    return try await runLink(
      LinkRequest(ground: ground, author: PushScene.author),
      ledger: ledger,
      lookUp: client,
      timekeeper: scene.clock
    )
  }

  /// The last entry of the log.
  func end() throws -> EntryID { try ledger.lastEntry(at: scene.clock.now()) }

  /// Pushes to Maycur.
  func push(_ changes: [UserChange]) async throws -> PushOutcome {
    scene.clock.advance(by: .seconds(60))
    return try await runPush(
      PushRequest(changes: changes, rules: PushScene.generous, author: PushScene.author),
      tools: tools
    ) { _ in true }
  }

  /// Writes again to Maycur what changed in DingTalk after an entry.
  func replay(
    after: EntryID,
    clears: Bool = true,
    skipping: Bool = false
  ) async throws -> PushOutcome {
    scene.clock.advance(by: .seconds(60))
    var rules = PushScene.generous
    rules.skipsRefused = skipping
    return try await runReplay(
      request(after: after, clears: clears, rules: rules),
      tools: tools
    ) { _ in true }
  }

  func request(
    after: EntryID,
    clears: Bool = true,
    rules: SendingRules = PushScene.generous
  ) throws -> ReplayRequest {
    ReplayRequest(
      source: .observed(EntrySpan(after: after, through: try end())),
      fields: ["sys00-email", "sys00-mobile", "sys00-confirmJoinTime", "sys02-sexType"],
      propagatesClears: clears,
      rules: rules,
      author: PushScene.author
    )
  }

  /// What Maycur holds of a field of everybody, by job number.
  func held(_ key: String) async -> [Verbatim: String] {
    await scene.server.withSimulation { simulation in
      var held: [Verbatim: String] = [:]
      for record in simulation.maycur.records { held[record.employeeID] = record[key]?.text }
      return held
    }
  }

  /// The job number of a DingTalk user, as the company has it.
  func number(_ user: Verbatim) async -> Verbatim {
    Verbatim(await scene.value(user, "sys00-jobNumber") ?? "")
  }
}
