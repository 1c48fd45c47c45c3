import Feed
import Foundation
import Ledger
import LedgerHistory
import Logging
import Operations
import Pages
import PublicAPI
import RemoteAPI
import Roster
import Tables
import WebServer

/// The running service: its listeners, its jobs, and the lock of the ledger.
final class Service: Sendable {
  /// The address for clients: `http://127.0.0.1:8443`.
  let url: String
  /// The path of the unix socket.
  let socket: String
  /// The address of `/metrics`; nil if there is none.
  let metrics: String?
  private let servers: [WebServer]
  private let handlers: Handlers
  private let background: Task<Void, Never>
  private let lock: KeptLock

  /// How long requests may take to end when the service stops.
  private static let patience = Duration.seconds(30)

  fileprivate init(
    url: String,
    socket: String,
    metrics: String?,
    servers: [WebServer],
    handlers: Handlers,
    background: Task<Void, Never>,
    lock: KeptLock
  ) {
    self.url = url
    self.socket = socket
    self.metrics = metrics
    self.servers = servers
    self.handlers = handlers
    self.background = background
    self.lock = lock
  }

  /// Takes the lock of the ledger, and listens.
  ///
  /// - Parameters:
  ///   - options: Where it listens.
  ///   - context: The ledger and the settings.
  ///   - log: Gets a line about each run of the schedule, each alert and each failure.
  /// - Returns: The service, which listens; stop it when done.
  /// - Throws: `LedgerError`, `busy` if another process writes; `WebServerError`, `SettingsError`.
  static func start(
    _ options: ServiceOptions,
    _ context: CommandContext,
    log: Logger
  ) async throws -> Service {
    let timekeeper = context.environment.timekeeper
    let places = try Places(options, context)
    let lock = try await context.ledger.keepLock(wait: options.wait, timekeeper: timekeeper)
    // The limits of a connection are about the real network, whatever clock the log has.
    let machine = SystemTimekeeper()
    let handlers = try Handlers(context, machine: machine) { log.error("\($0)") }
    var servers: [WebServer] = []
    do {
      var plain = WebServer.Configuration(timekeeper: machine)
      plain.failed = { line in log.error("\(line)") }
      plain.answered = handlers.measured.answered
      servers.append(
        try await WebServer.start(at: .unix(path: places.socket), plain) {
          try await handlers.local($0)
        }
      )
      chmod(places.socket, 0o600)
      var open = plain
      open.hosts = places.hosts
      open.certificate = places.certificate
      let tcp = try await WebServer.start(at: places.address, open) {
        try await handlers.remote($0)
      }
      servers.append(tcp)
      var metrics: String?
      if let address = places.metrics {
        let server = try await WebServer.start(at: address, plain) {
          try await handlers.measurements($0)
        }
        servers.append(server)
        metrics = "http://\(address.text(port: server.port))"
      }
      try lock.announce(socket: places.socket, now: timekeeper.now())
      let url = places.url(port: tcp.port)
      handlers.commands.kept.address.set(url)
      let work = try BackgroundWork(handlers.commands, handlers.feed, machine: machine, log: log)
      try await work.recordConfiguration()
      return Service(
        url: url,
        socket: places.socket,
        metrics: metrics,
        servers: servers,
        handlers: handlers,
        background: Task(executorPreference: CommandThreads.shared) { await work.run() },
        lock: lock
      )
    } catch {
      for server in servers { await server.stop(within: .zero) }
      await handlers.signIns.close()
      unlink(places.socket)
      throw error
    }
  }

  /// Takes no further request, ends operations as Ctrl-C does, and releases the lock.
  func stop() async {
    background.cancel()
    await background.value
    await handlers.api.close()
    await handlers.endpoint.close()
    for server in servers { await server.stop(within: Self.patience) }
    await handlers.recorder.close()
    await handlers.signIns.close()
    unlink(socket)
  }
}

/// What answers the requests of a service.
private struct Handlers: Sendable {
  let commands: ServiceCommands
  let feed: Feed
  let api: APIHandler
  let pages: PagesHandler
  let endpoint: CommandEndpoint
  let access: ServiceAccess
  let recorder: AccessRecorder
  let signIns: SignInService
  let measured: ServiceMetrics

  init(
    _ context: CommandContext,
    machine: any Timekeeper,
    failed: @escaping @Sendable (String) -> Void
  ) throws {
    var environment = context.environment
    let kept = KeptLedger(settings: context.settings, ledger: context.ledger)
    let measured = ServiceMetrics(kept, environment.timekeeper)
    environment.called = measured.called
    let commands = ServiceCommands(kept: kept, environment: environment)
    let feed = try Feed(of: context)
    let recorder = try AccessRecorder(
      context.ledger,
      author: Author(
        actor: environment.actor,
        reason: "what the service showed",
        program: Version.text
      ),
      timekeeper: environment.timekeeper,
      machine: machine,
      failed: failed
    )
    self.recorder = recorder
    let tools = APITools(
      ledger: feed.identifier,
      version: Version.text,
      timekeeper: environment.timekeeper,
      run: { await commands.run($0) },
      state: { try commands.state($0, isBeginning: $1, recorder) },
      requested: { key in
        try kept.ledger.operation(requestKey: key).map { ($0.operation.rawValue, $0.digest) }
      },
      record: { try await recorder.record($0) },
      person: { try PersonLookup(ledger: kept.ledger, system: $0).person($1).key },
      feed: { try await feed.read($0) }
    )
    self.commands = commands
    self.feed = feed
    let access = ServiceAccess(
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      classes: context.settings.classes
    )
    api = APIHandler(tools, limit: RateLimit(machine)) { try access.admit($0, $1) }
    let signIns = try SignInService(kept, environment, recorder, failed: failed)
    self.signIns = signIns
    pages = PagesService(kept: kept, signIns: signIns, api: api, environment: environment)
      .handler()
    endpoint = CommandEndpoint(kept: kept, environment: environment)
    self.measured = measured
    self.access = access
  }

  // Whether a request is permitted is read from the ledger, which may wait for a connection: the
  // threads of commands may wait, those of the network must not.

  /// Answers a request from the network.
  func remote(_ request: WebRequest) async throws -> WebResponse {
    try await withTaskExecutorPreference(CommandThreads.shared) {
      guard request.path.first == "api" else { return await pages.respond(to: request) }
      return try await api.respond(to: request)
    }
  }

  /// Answers a request from the unix socket.
  func local(_ request: WebRequest) async throws -> WebResponse {
    guard request.path.first == "commands" else { return try await remote(request) }
    return try await withTaskExecutorPreference(CommandThreads.shared) {
      try await endpoint.respond(to: request, actor: try access.owner(request))
    }
  }

  /// Answers a request to the listener of measurements.
  func measurements(_ request: WebRequest) async throws -> WebResponse {
    try await withTaskExecutorPreference(CommandThreads.shared) {
      try measured.respond(to: request)
    }
  }
}

/// Where the service listens, from the command line and the settings.
private struct Places {
  let address: WebAddress
  let socket: String
  let metrics: WebAddress?
  let certificate: WebServer.CertificateFiles?
  private let settings: ServiceSettings

  init(_ options: ServiceOptions, _ context: CommandContext) throws {
    let settings = context.settings.service
    address = try Self.address(
      options.listen ?? settings.listen ?? ServiceAddress.usual,
      "--listen"
    )
    metrics = try (options.metrics ?? settings.metrics).map { try Self.address($0, "--metrics") }
    socket =
      options.socket.map(context.environment.path) ?? settings.socket
      ?? context.settings.ledger + ".sock"
    certificate = settings.certificate
    self.settings = settings
    guard address.isLocal || certificate != nil else { throw ServiceError.needsTLS }
  }

  func url(port: Int) -> String {
    settings.url(at: address.text(port: port))
  }

  /// The hosts for which the service answers over TCP, in small letters.
  var hosts: Set<String> {
    var hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
    if case .host(let host, _) = address { hosts.insert(host.contains(":") ? "[\(host)]" : host) }
    if let host = settings.publicURL.flatMap({ URL(string: $0)?.host() }) { hosts.insert(host) }
    return Set(hosts.map { $0.lowercased() })
  }

  private static func address(_ text: String, _ source: String) throws(SettingsError) -> WebAddress
  {
    guard let address = WebAddress(text) else {
      throw .badValue(source: source, problem: "must be HOST:PORT")
    }
    return address
  }
}

/// Why the service was not started.
enum ServiceError: UserFacingError {
  /// It would listen for other machines without TLS.
  case needsTLS

  var errorCode: ErrorCode { ErrorCode("needsTLS", .badSettings) }

  var message: String {
    """
    Other machines could read what the service sends. Listen at 127.0.0.1 behind a proxy, or give \
    service.tls a certificate and a key.
    """
  }
}
