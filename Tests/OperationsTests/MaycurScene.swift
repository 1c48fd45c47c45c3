import Ledger
import Logging
import Maycur
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox

extension PushScene {
  /// Sets a scene for Maycur, and gives the tools that push to it and its employees.
  static func playMaycur(
    people: Int = 3,
    quirks: Quirks = .lenient,
    _ body: (PushScene, PushTools, [Verbatim]) async throws -> Void
  ) async throws {
    try await play(people: people, quirks: quirks) { scene in
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
      let employees = await scene.server.withSimulation { $0.maycur.records.map(\.employeeID) }
      let system = MaycurBatchSystem(client: client, timekeeper: scene.clock)
      try await body(scene, scene.tools(system: system), employees)
    }
  }

  /// Imports what an export says of nicknames and mails.
  func export(
    _ rows: [String],
    at time: Instant? = nil
  ) async throws {
    let text = "工号,employeeNickName,email\n" + rows.map { $0 + "\n" }.joined()
    _ = try await runImport(
      ImportRequest(
        system: .maycur,
        file: "export.csv",
        bytes: Array(text.utf8),
        capturedAt: time ?? clock.now(),
        author: PushScene.author
      ),
      ledger: ledger,
      timekeeper: clock
    )
  }
}
