import DingTalk
import Foundation
import Ledger
import Logging
import Maycur
import Operations
import RemoteAPI
import Roster
import Sandbox

/// Tries an undo or a replay on a copy of the ledger and a company made from it.
///
/// Nothing real is touched: the copy is deleted afterwards, and the company listens on loopback
/// only.
struct Rehearsal {
  let context: CommandContext
  let system: Roster.System
  let log: Logger

  /// Runs something with the tools of an operation.
  ///
  /// - Parameters:
  ///   - users: The users of the system that it concerns.
  ///   - body: What to try.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`, `LedgerError` or `SandboxError`.
  func play<Value: Sendable>(
    with users: [Verbatim],
    _ body: (PushTools) async throws -> Value
  ) async throws -> Value {
    let folder = try RehearsalFolder(in: context.environment)
    defer { withExtendedLifetime(folder) {} }
    let path = folder.path + "/ledger.sqlite"
    try context.ledger.backUp(to: path)
    let copy = try Ledger.open(at: path)
    let company = try company(users)
    let records = try system == .maycur ? records(users, company) : nil
    let server = try await SandboxServer.start(
      company: company,
      limits: .unhurried,
      timekeeper: context.environment.timekeeper
    )
    if let records { await server.withSimulation { $0.maycur = records } }
    let transport = HTTPTransport()
    do {
      let value = try await body(try tools(copy, server, transport))
      await transport.shutdown()
      await server.stop()
      return value
    } catch {
      await transport.shutdown()
      await server.stop()
      throw error
    }
  }

  /// The expected cells of users in the ledger.
  private func cells(_ users: [Verbatim]) throws -> [Verbatim: [Cell]] {
    var cells: [Verbatim: [Cell]] = [:]
    for user in users {
      cells[user] = try context.ledger.held(UserKey(system, user)).map { address, held in
        Cell(address, held.content)
      }
    }
    return cells
  }

  /// The users as a company in DingTalk; of users of Maycur, only their names and numbers.
  private func company(_ users: [Verbatim]) throws -> Company {
    let ledger = context.ledger
    let leavers = try users.filter { user in
      try ledger.people(matching: user, system: system).first?.hasLeft ?? false
    }
    let cells = try system == .dingtalk ? cells(users) : [:]
    return Company(
      corpID: try ledger.company(.dingtalk) ?? "rehearsal",
      fields: try ledger.fields(.dingtalk),
      people: users.map { ($0, (cells[$0] ?? []).sorted { $0.address < $1.address }) },
      leavers: Set(leavers)
    )
  }

  /// The people as Maycur has them.
  private func records(_ users: [Verbatim], _ company: Company) throws -> MaycurRecords {
    let cells = try cells(users)
    return MaycurRecords(
      known: users.map { KnownEmployee(employeeID: $0, cells: cells[$0] ?? []) },
      in: company
    )
  }

  private func tools(
    _ ledger: Ledger,
    _ server: SandboxServer,
    _ transport: HTTPTransport
  ) throws -> PushTools {
    let environment = context.environment
    return PushTools(
      ledger: ledger,
      system: try batchSystem(server, transport),
      timekeeper: environment.timekeeper,
      random: environment.random,
      log: log
    )
  }

  private func batchSystem(
    _ server: SandboxServer,
    _ transport: HTTPTransport
  ) throws -> any BatchSystem {
    let environment = context.environment
    switch system {
    case .dingtalk:
      let client = DingTalkClient(
        configuration: DingTalkConfiguration(
          baseURL: server.baseURL,
          appKey: server.credentials.appKey,
          appSecret: Secret(server.credentials.appSecret),
          agentID: server.credentials.agentID,
          callsPerSecond: 1_000
        ),
        transport: transport,
        timekeeper: environment.timekeeper,
        random: environment.random,
        log: log
      )
      return DingTalkBatchSystem(
        client: client,
        timekeeper: environment.timekeeper,
        known: try context.ledger.fields(.dingtalk)
      )
    case .maycur:
      let client = MaycurClient(
        configuration: MaycurConfiguration(
          baseURL: server.baseURL,
          appCode: server.credentials.maycurAppCode,
          appSecret: Secret(server.credentials.maycurAppSecret),
          callsPerSecond: 1_000
        ),
        transport: transport,
        timekeeper: environment.timekeeper,
        random: environment.random,
        log: log
      )
      return MaycurBatchSystem(client: client, timekeeper: environment.timekeeper)
    }
  }
}
