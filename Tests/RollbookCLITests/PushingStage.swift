import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import VerbatimJSON

/// A stage before a made-up company, as DingTalk and as Maycur.
struct PushingStage {
  var stage: Stage
  let server: SandboxServer
  /// The active people, by their keys in DingTalk.
  let people: [Verbatim]
  /// The same, by their keys in Maycur.
  let employees: [Verbatim]

  /// Sets the stage, plays on it, and clears it away.
  static func play(
    people: Int = 8,
    quirks: Quirks = .lenient,
    isFetched: Bool = true,
    _ body: (inout PushingStage) async throws -> Void
  ) async throws {
    var stage = try Stage()
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: people),
      quirks: quirks,
      limits: .unhurried,
      timekeeper: stage.timekeeper
    )
    stage.environment = [
      "ROLLBOOK_DINGTALK_URL": server.baseURL, "ROLLBOOK_DINGTALK_API": "old",
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": String(server.credentials.agentID),
      "ROLLBOOK_MAYCUR_URL": server.baseURL,
      "ROLLBOOK_MAYCUR_APP_CODE": server.credentials.maycurAppCode,
      "ROLLBOOK_MAYCUR_APP_SECRET": server.credentials.maycurAppSecret,
    ]
    _ = await stage.run("init")
    if isFetched { _ = await stage.run("fetch") }
    var pushing = PushingStage(
      stage: stage,
      server: server,
      people: await server.withCompany { $0.userids },
      employees: await server.withSimulation { $0.maycur.records.map(\.employeeID) }
    )
    do {
      try await body(&pushing)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// Runs a command line whose words hold no spaces.
  func run(_ line: String) async -> Stage.Run {
    await stage.run(line.split(separator: " ").map(String.init))
  }

  /// Runs a command line, and reads what it says as JSON.
  func json(_ line: String) async throws -> JSON {
    try JSON(parsing: Array(await run(line + " --format json").result.utf8))
  }

  /// The people who came back when they were fetched; a strict system hides some.
  func known() async throws -> [Verbatim] {
    try await json("roster --field sys00-name").elements?.compactMap { row in
      row["user"]?.text.map { Verbatim($0) }
    } ?? []
  }

  /// Writes a table of lines into the folder.
  func table(_ name: String, _ lines: [String]) throws {
    try stage.write(lines.joined(separator: "\n") + "\n", to: name)
  }

  /// What a cell holds in the company.
  func value(_ user: Verbatim, _ field: FieldCode, item: Int = 0) async -> String? {
    let entry = await server.withCompany { $0.entry(user, field, item: item) }
    if case .text(let text)? = entry?.value { return text.text }
    return nil
  }

  /// Lets some updates of DingTalk, counted from 1, be refused as having wrong parameters.
  func refuse(updates: some Sequence<Int>, and faults: String = "none") async throws {
    let body = #"{"errcode":400002,"errmsg":"参数错误","success":false}"#
    var plan = try Faults(faults)
    for call in updates {
      plan.fail(
        .update,
        call: call,
        with: .reply(SimulatedResponse(body: Array(body.utf8), code: 400_002))
      )
    }
    let planned = plan
    await server.withSimulation { $0.faults = planned }
  }

  /// How many calls that write have arrived.
  var writes: Int { server.journal(.update).count + server.journal(.maycurBatch).count }

  /// A transcript without what changes from run to run: the ports of the sandbox.
  func golden(_ run: Stage.Run) -> String {
    run.transcript.replacingOccurrences(of: ":\(server.port)", with: ":PORT")
  }
}

extension JSON {
  /// The keys of an object, in their order.
  var keys: [String] {
    if case .object(let members) = self { return members.map(\.key) }
    return []
  }
}
