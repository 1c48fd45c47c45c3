import ArgumentParser
import Foundation
import Ledger
import LedgerHistory
import Logging
import PublicAPI
import Roster
import Tables
import VerbatimJSON
import WebServer

/// The command `rollbook serve`.
struct ServeCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the ledger over HTTP, until Ctrl-C.",
    discussion: """
      The API is under /api/v1; /api/v1/openapi.json describes it. Over TCP every request carries a \
      token of `rollbook token create`; over the unix socket the account at the other end counts. \
      The service is the only writer as long as it runs: commands that write beside it hand their \
      request over to it.

      Examples:
        rollbook serve
        rollbook serve --listen 127.0.0.1:8443 --metrics 127.0.0.1:9464
      """
  )

  @Option(
    help: ArgumentHelp(
      "Where it listens; otherwise service.listen, 127.0.0.1:8443.",
      valueName: "host:port"
    )
  )
  var listen: String?

  @Option(
    help: ArgumentHelp(
      "The unix socket; otherwise service.socket, the ledger's path with .sock.",
      valueName: "path"
    )
  )
  var socket: String?

  @Option(
    help: ArgumentHelp(
      "Where Prometheus reads /metrics; otherwise service.metrics, nowhere.",
      valueName: "host:port"
    )
  )
  var metrics: String?

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let service = try await Service.start(
      ServiceOptions(listen: listen, socket: socket, metrics: metrics, wait: wait.duration),
      context,
      log: Logger(label: "rollbook") { _ in
        let level: Logger.Level = global.verbose ? .debug : global.quiet ? .error : .notice
        return NotesLogHandler(notes: environment.output.notes, logLevel: level)
      }
    )
    // A client may stop it as soon as it reads that the service is ready.
    let stopped = AsyncStream.makeStream(of: Void.self)
    environment.interruption.listen { _ in
      global.note("Stopping: operations end in good order.", in: environment)
      stopped.continuation.finish()
    }
    try present(service, context)
    let notifier = ServiceNotifier(environment.variables)
    notifier?.send(.ready)
    let signs = Task { await notifier?.keepAlive(environment.timekeeper) }
    defer { signs.cancel() }
    for await _ in stopped.stream {}
    notifier?.send(.stopping)
    await service.stop()
    return .done
  }

  private func present(_ service: Service, _ context: CommandContext) throws {
    let sink = context.environment.output.result
    if context.format == .json {
      let json: JSON = [
        "url": .string(service.url), "socket": .string(service.socket),
        "metrics": .optional(service.metrics),
      ]
      try sink.write(json.compact + "\n")
    } else {
      try sink.write(
        """
        Serving \(context.settings.ledger) at \(service.url), until Ctrl-C.
        On this machine, without a token: curl --unix-socket \(service.socket) http://localhost/api/v1/status

        """
      )
    }
    try sink.flush()
  }
}
