import Logging
import Maycur
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import VerbatimJSON

/// A real client that talks over real HTTP with a sandbox; both live by one clock.
struct MaycurSandbox {
  let server: SandboxServer
  let client: MaycurClient
  let timekeeper: ManualTimekeeper

  /// Runs a sandbox and a client of it, and stops both whatever happens.
  static func run(
    _ quirks: Quirks = .lenient,
    people: Int = 10,
    faults: String = "none",
    callsPerSecond: Int = 10,
    _ body: (MaycurSandbox) async throws -> Void
  ) async throws {
    let timekeeper = ManualTimekeeper()
    let server = try await SandboxServer.start(
      company: Company(seed: 7, people: people),
      quirks: quirks,
      faults: try Faults(faults, seed: 7),
      timekeeper: timekeeper
    )
    let transport = HTTPTransport()
    let impatient = ImpatientTransport(transport) {
      server.journal().last.map { $0.status == nil && $0.fault?.hasPrefix("timeout") == true }
        ?? false
    }
    let client = MaycurClient(
      configuration: MaycurConfiguration(
        baseURL: server.baseURL,
        appCode: server.credentials.maycurAppCode,
        appSecret: Secret(server.credentials.maycurAppSecret),
        callsPerSecond: callsPerSecond
      ),
      transport: impatient,
      timekeeper: timekeeper,
      random: { 0.5 },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    let result: Result<Void, any Error>
    do {
      result = .success(
        try await body(MaycurSandbox(server: server, client: client, timekeeper: timekeeper))
      )
    } catch {
      result = .failure(error)
    }
    await server.stop()
    await transport.shutdown()
    try result.get()
  }

  /// What Maycur holds of an employee.
  func record(_ employeeID: Verbatim) async -> MaycurRecord? {
    await server.withSimulation { $0.maycur[employeeID] }
  }

  /// The employees' numbers, in the order in which they came.
  func employees() async -> [Verbatim] {
    await server.withSimulation { $0.maycur.records.map(\.employeeID) }
  }
}

/// Gives up a call whose system has received it and will never respond.
final class ImpatientTransport: Transport {
  private let transport: any Transport
  private let isHopeless: @Sendable () -> Bool

  /// Wraps a transport; `isHopeless` says whether the last call will never get a response.
  init(_ transport: any Transport, isHopeless: @escaping @Sendable () -> Bool) {
    self.transport = transport
    self.isHopeless = isHopeless
  }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let call = Task { () async -> Result<APIResponse, TransportError> in
      do throws(TransportError) {
        return .success(try await self.transport.send(request, timeout: timeout))
      } catch {
        return .failure(error)
      }
    }
    let watch = Task {
      while !Task.isCancelled {
        if self.isHopeless() { return call.cancel() }
        await Task.yield()
      }
    }
    let result = await call.value
    watch.cancel()
    if case .failure(.cancelled(let url)) = result {
      throw .timedOut(url: url, after: timeout)
    }
    return try result.get()
  }
}
