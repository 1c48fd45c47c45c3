import Foundation
import Ledger
import LedgerHistory
import PublicAPI
import Roster
import Tables
import WebServer

/// Where a service listens.
struct ServiceOptions: Sendable {
  var listen: String?
  var socket: String?
  var metrics: String?
  /// How long to wait for a process that writes.
  var wait: Duration
}

/// The running service: its listeners, its jobs, and the lock of the ledger.
final class Service: Sendable {
  /// The address for clients: `http://127.0.0.1:8443`.
  let url: String
  /// The path of the unix socket.
  let socket: String
  /// The address of `/metrics`; nil if there is none.
  let metrics: String?
  private let servers: [WebServer]
  private let api: APIHandler
  private let endpoint: CommandEndpoint
  private let lock: KeptLock

  /// How long requests may take to end when the service stops.
  private static let patience = Duration.seconds(30)
  static let defaultListen = "127.0.0.1:8443"

  private init(
    url: String,
    socket: String,
    metrics: String?,
    servers: [WebServer],
    api: APIHandler,
    endpoint: CommandEndpoint,
    lock: KeptLock
  ) {
    self.url = url
    self.socket = socket
    self.metrics = metrics
    self.servers = servers
    self.api = api
    self.endpoint = endpoint
    self.lock = lock
  }

  /// Takes the lock of the ledger, and listens.
  ///
  /// - Parameters:
  ///   - options: Where it listens.
  ///   - context: The ledger and the settings.
  ///   - failed: Gets a line about a failure inside the service.
  /// - Throws: `LedgerError`, `busy` if another process writes; `WebServerError`, `SettingsError`.
  static func start(
    _ options: ServiceOptions,
    _ context: CommandContext,
    failed: @escaping @Sendable (String) -> Void
  ) async throws -> Service {
    let environment = context.environment
    let text = options.listen ?? defaultListen
    guard let address = WebAddress(text) else {
      throw SettingsError.badValue(source: "--listen", problem: "must be HOST:PORT")
    }
    let lock = try await context.ledger.keepLock(
      wait: options.wait,
      timekeeper: environment.timekeeper
    )
    let kept = KeptLedger(settings: context.settings, ledger: context.ledger)
    let commands = ServiceCommands(kept: kept, environment: environment)
    let tools = APITools(
      ledger: context.settings.ledger,
      version: Version.text,
      timekeeper: environment.timekeeper,
      run: { await commands.run($0) },
      state: { try commands.state($0, isBeginning: $1) }
    )
    let access = ServiceAccess(ledger: context.ledger, timekeeper: environment.timekeeper)
    let api = APIHandler(tools) { try access.admit($0, $1) }
    let endpoint = CommandEndpoint(kept: kept, environment: environment)
    var configuration = WebServer.Configuration()
    configuration.failed = failed
    let tcp = try await WebServer.start(at: address, configuration) { try await api.respond(to: $0) }
    let path = options.socket.map(environment.path) ?? context.settings.ledger + ".sock"
    let unix = try await WebServer.start(at: .unix(path: path), configuration) { request in
      guard request.path.first == "commands" else { return try await api.respond(to: request) }
      return try await endpoint.respond(to: request, actor: try access.owner(request))
    }
    chmod(path, 0o600)
    try lock.announce(socket: path, now: environment.timekeeper.now())
    return Service(
      url: "http://\(address.text(port: tcp.port))",
      socket: path,
      metrics: nil,
      servers: [tcp, unix],
      api: api,
      endpoint: endpoint,
      lock: lock
    )
  }

  /// Takes no further request, ends operations as Ctrl-C does, and releases the lock.
  func stop() async {
    await api.close()
    await endpoint.close()
    for server in servers { await server.stop(within: Self.patience) }
    unlink(socket)
  }
}
