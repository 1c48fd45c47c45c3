import LedgerHistory
import DingTalk
package import Ledger
package import Logging
import Maycur
package import Operations
import RemoteAPI
package import Roster
import Sandbox

/// Tries a rollback, or a replay, on a copy of the ledger and on a company made of what it knows.
///
/// Nothing real is touched: the copy is thrown away, and the company answers on loopback.
package struct Rehearsal {
  private let ledger: Ledger
  private let system: System
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let log: Logger
  private let removeWhenStopped: (String) -> Void

  /// Prepares one.
  ///
  /// - Parameters:
  ///   - ledger: What is known; it is only read.
  ///   - system: The system that is written to.
  ///   - timekeeper: The clock.
  ///   - random: Numbers from 0 up to 1, for waits.
  ///   - log: Takes what is worth noting.
  ///   - removeWhenStopped: Has the folder of the copy removed where the process is asked to stop.
  package init(
    of ledger: Ledger,
    _ system: System,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    log: Logger,
    removeWhenStopped: @escaping (String) -> Void
  ) {
    self.ledger = ledger
    self.system = system
    self.timekeeper = timekeeper
    self.random = random
    self.log = log
    self.removeWhenStopped = removeWhenStopped
  }

  /// Tries something with the tools of an operation.
  ///
  /// - Parameters:
  ///   - users: The users of the system that it is about.
  ///   - body: What to try.
  /// - Returns: What it gives.
  /// - Throws: What it throws, `FileError`, `LedgerError` or `SandboxError`.
  package func run<Value: Sendable>(
    with users: [Verbatim],
    _ body: (PushTools) async throws -> Value
  ) async throws -> Value {
    let folder = try RehearsalFolder()
    removeWhenStopped(folder.path)
    defer { withExtendedLifetime(folder) {} }
    let path = folder.path + "/ledger.sqlite"
    try ledger.backUp(to: path)
    let copy = try Ledger.open(at: path)
    let company = try company(users)
    let server = try await SandboxServer.start(
      company: company,
      limits: .unhurried,
      timekeeper: timekeeper
    )
    return try await server.whileRunning { server in
      if system == .maycur {
        let cells = try cells(users)
        let known = users.map { KnownEmployee(employeeID: $0, cells: cells[$0] ?? []) }
        await server.withSimulation { $0.maycur = MaycurRecords(known: known, in: company) }
      }
      return try await HTTPTransport.with { transport in
        try await body(
          PushTools(
            ledger: copy,
            system: try batchSystem(server, transport),
            timekeeper: timekeeper,
            random: random,
            log: log
          )
        )
      }
    }
  }

  /// What the ledger holds of users.
  private func cells(_ users: [Verbatim]) throws -> [Verbatim: [Cell]] {
    var cells: [Verbatim: [Cell]] = [:]
    for user in users {
      cells[user] = try ledger.held(UserKey(system, user)).map { address, held in
        Cell(address, held.content)
      }
    }
    return cells
  }

  /// The users as a company in DingTalk; of users of Maycur, only who they are.
  private func company(_ users: [Verbatim]) throws -> Company {
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

  private func batchSystem(
    _ server: SandboxServer,
    _ transport: HTTPTransport
  ) throws -> any BatchSystem {
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
        timekeeper: timekeeper,
        random: random,
        log: log
      )
      return DingTalkBatchSystem(
        client: client,
        timekeeper: timekeeper,
        known: try ledger.fields(.dingtalk)
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
        timekeeper: timekeeper,
        random: random,
        log: log
      )
      return MaycurBatchSystem(client: client, timekeeper: timekeeper)
    }
  }
}
