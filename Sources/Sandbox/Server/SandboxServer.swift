package import Roster
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A made-up company behind real HTTP, on 127.0.0.1 and nowhere else: as DingTalk and as Maycur.
///
/// Beside the systems' own calls it answers `/sandbox/…`, by which a person with curl, or a test,
/// lets days pass, edits people and makes calls go wrong.
package final class SandboxServer: Sendable {
  /// Where it is: `http://127.0.0.1:PORT`, without a slash at the end.
  package let baseURL: String
  /// The port.
  package let port: Int
  /// What a caller must present.
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

  /// Puts a company behind HTTP, and gives the server once it listens.
  ///
  /// - Parameters:
  ///   - company: The company.
  ///   - quirks: How it behaves where nothing is documented.
  ///   - faults: What goes wrong.
  ///   - credentials: What a caller must present.
  ///   - limits: What a caller is allowed.
  ///   - timekeeper: Where the time comes from, for token life, calls per second and read lag.
  ///   - port: The port; 0 for any that is free.
  /// - Returns: The server; stop it when done.
  /// - Throws: Where it cannot listen.
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
      do {
        try await application.run()
      } catch {
        continuation.yield(.failure(.cannotListen(port: port, reason: "\(error)")))
      }
      continuation.finish()
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

  /// Stops listening, drops every connection, and waits until that is done.
  package func stop() async {
    running.cancel()
    await running.value
  }

  /// Waits until the server stops, or the task that waits is cancelled, which stops it.
  package func run() async {
    await withTaskCancellationHandler {
      await running.value
    } onCancel: {
      running.cancel()
    }
  }

  /// Does something to the company, between two calls.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What it gives.
  /// - Throws: What it throws.
  @discardableResult
  package func withCompany<Value: Sendable>(
    _ body: (inout Company) throws -> Value
  ) async rethrows -> Value {
    try state.withSimulation { try body(&$0.company) }
  }

  /// Does something to the company or to how it behaves, between two calls.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What it gives.
  /// - Throws: What it throws.
  @discardableResult
  package func withSimulation<Value: Sendable>(
    _ body: (inout Simulation) throws -> Value
  ) async rethrows -> Value {
    try state.withSimulation(body)
  }

  /// Every call received so far, in order; of one endpoint, where one is named.
  package func journal(_ endpoint: Endpoint? = nil) -> [JournalEntry] {
    let journal = state.withSimulation { $0.journal }
    return endpoint.map { wanted in journal.filter { $0.endpoint == wanted } } ?? journal
  }
}

/// Holds the simulation for the connections of a server, one call at a time.
final class SimulationHolder: Sendable {
  private let simulation: Mutex<Simulation>

  init(_ simulation: Simulation) { self.simulation = Mutex(simulation) }

  func withSimulation<Value: Sendable>(
    _ body: (inout Simulation) throws -> Value
  ) rethrows -> Value {
    try simulation.withLock { simulation in try body(&simulation) }
  }
}
