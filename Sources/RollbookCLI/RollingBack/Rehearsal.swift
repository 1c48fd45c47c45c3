import DingTalk
import Foundation
import Ledger
import Logging
import Operations
import RemoteAPI
import Roster
import Sandbox

/// A stage on which an undo is tried: a copy of the ledger, and a company made of what it knows.
///
/// Nothing real is touched: the copy is thrown away, and the company answers on loopback.
struct Rehearsal {
  let desk: Desk
  let log: Logger

  /// Tries something with the tools of an operation.
  ///
  /// - Parameters:
  ///   - users: The people it is about.
  ///   - body: What to try.
  /// - Returns: What it gives.
  /// - Throws: What it throws, `LedgerError` or `SandboxError`.
  func play<Value: Sendable>(
    with users: [Verbatim],
    _ body: (PushTools) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-rehearsal-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/ledger.sqlite"
    try desk.ledger.backUp(to: path)
    let copy = try Ledger.open(at: path)
    let server = try await SandboxServer.start(
      company: try company(users),
      limits: .unhurried,
      timekeeper: desk.surroundings.timekeeper
    )
    let transport = HTTPTransport()
    do {
      let value = try await body(tools(copy, server, transport))
      await transport.shutdown()
      await server.stop()
      return value
    } catch {
      await transport.shutdown()
      await server.stop()
      throw error
    }
  }

  /// What the ledger believes of people, as a company.
  private func company(_ users: [Verbatim]) throws -> Company {
    let ledger = desk.ledger
    var cells: [Verbatim: [Cell]] = [:]
    var filter = RosterFilter(system: .dingtalk, users: users)
    filter.includesLeft = true
    try ledger.roster(filter) { row in
      cells[row.user, default: []].append(Cell(CellAddress(row.field, row.item), row.content))
    }
    let leavers = try users.filter { user in
      try ledger.people(matching: user, system: .dingtalk).first?.hasLeft ?? false
    }
    return Company(
      corpID: try ledger.company(.dingtalk) ?? "rehearsal",
      fields: try ledger.fields(.dingtalk),
      people: users.map { ($0, cells[$0] ?? []) },
      leavers: Set(leavers)
    )
  }

  private func tools(
    _ ledger: Ledger,
    _ server: SandboxServer,
    _ transport: HTTPTransport
  ) -> PushTools {
    let surroundings = desk.surroundings
    let client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: server.baseURL,
        appKey: server.credentials.appKey,
        appSecret: Secret(server.credentials.appSecret),
        agentID: server.credentials.agentID,
        callsPerSecond: 1_000
      ),
      transport: transport,
      timekeeper: surroundings.timekeeper,
      random: surroundings.random,
      log: log
    )
    return PushTools(
      ledger: ledger,
      system: DingTalkBatchSystem(client: client, timekeeper: surroundings.timekeeper),
      timekeeper: surroundings.timekeeper,
      random: surroundings.random,
      log: log
    )
  }
}
