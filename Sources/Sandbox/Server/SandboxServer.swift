package import Roster
import Hummingbird
import Logging
import NIOCore

/// A made-up company behind real HTTP, on 127.0.0.1 only: as DingTalk and as Maycur.
///
/// Besides the systems' own calls it has `/sandbox/…`, with which a person using curl, or a test,
/// lets days pass, edits people and injects failures.
///
/// Example: `SandboxServer.start(company, port: 0)` listens on a free port; a client with `baseURL`
/// and `credentials` then reads the company like a real one.
package final class SandboxServer: Sendable {
  /// The address: `http://127.0.0.1:PORT`, without a slash at the end.
  package let baseURL: String
  /// The port.
  package let port: Int
  /// The credentials that a caller must present.
  package let credentials: SandboxCredentials
  private let state: SimulationHolder
  private let running: Task<Void, Never>

  private init(
    port: Int,
    credentials: SandboxCredentials,
    state: SimulationHolder,
    running: Task<Void, Never>
  ) {
    self.port = port
    baseURL = "http://127.0.0.1:\(port)"
    self.credentials = credentials
    self.state = state
    self.running = running
  }

  /// Starts a server for a company.
  ///
  /// - Parameters:
  ///   - company: The company.
  ///   - quirks: Its undocumented behaviour.
  ///   - faults: The failures to inject.
  ///   - credentials: The credentials that a caller must present.
  ///   - limits: The limits of the systems.
  ///   - timekeeper: The clock, for token life, calls per second and read lag.
  ///   - port: The port; 0 for any free one.
  /// - Returns: The server, which listens; stop it when done.
  /// - Throws: If it cannot listen.
  package static func start(
    company: Company,
    quirks: Quirks = .lenient,
    faults: Faults = .none,
    credentials: SandboxCredentials = .sandbox,
    limits: SandboxLimits = .standard,
    timekeeper: any Timekeeper,
    port: Int = 0
  ) async throws(SandboxError) -> SandboxServer {
    let simulation = Simulation(
      company: company,
      quirks: quirks,
      faults: faults,
      credentials: credentials,
      limits: limits
    )
    let state = SimulationHolder(simulation)
    let listener: StreamListener
    do { listener = try await StreamListener.start(state, timekeeper: timekeeper) } catch {
      throw .cannotListen(port: 0, reason: "\(error)")
    }
    let (ports, continuation) = AsyncStream.makeStream(of: Result<Int, SandboxError>.self)
    let responder = SandboxResponder(state: state, timekeeper: timekeeper)
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        continuation.yield(.success(channel.localAddress?.port ?? 0))
      },
      logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
    )
    let running = Task {
      async let streaming: Void = listener.run()
      do {
        try await application.run()
      } catch {
        continuation.yield(.failure(.cannotListen(port: port, reason: "\(error)")))
      }
      continuation.finish()
      await listener.stop()
      await streaming
    }
    for await outcome in ports {
      return SandboxServer(
        port: try outcome.get(),
        credentials: credentials,
        state: state,
        running: running
      )
    }
    throw .cannotListen(port: port, reason: "the server stopped before it listened")
  }

  /// Stops listening, drops every connection, and waits until all are closed.
  package func stop() async {
    running.cancel()
    await running.value
  }

  /// Waits until the server stops, or the task is cancelled, which stops it.
  package func run() async {
    await withTaskCancellationHandler {
      await running.value
    } onCancel: {
      running.cancel()
    }
  }

  /// Changes or reads the company, between two calls.
  ///
  /// - Parameter body: The change.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`.
  @discardableResult
  package func withCompany<Value: Sendable>(
    _ body: (inout Company) throws -> Value
  ) async rethrows -> Value {
    try state.withSimulation { try body(&$0.company) }
  }

  /// Changes or reads the simulation, between two calls.
  ///
  /// - Parameter body: The change.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`.
  @discardableResult
  package func withSimulation<Value: Sendable>(
    _ body: (inout Simulation) throws -> Value
  ) async rethrows -> Value {
    try state.withSimulation(body)
  }

  /// The address of the Stream's gateway, and its connections and events so far.
  package var stream: StreamGateway { state.quietly(\.stream) }

  /// Every call received so far, in order; with an endpoint, only its calls.
  package func journal(_ endpoint: Endpoint? = nil) -> [JournalEntry] {
    let journal = state.withSimulation { $0.journal }
    return endpoint.map { wanted in journal.filter { $0.endpoint == wanted } } ?? journal
  }
}
