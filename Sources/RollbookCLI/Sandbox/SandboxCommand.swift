import ArgumentParser
import Tables
import Roster
import Sandbox

/// The command `rollbook sandbox`.
struct SandboxCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve DingTalk's and Maycur's calls on this machine, for a made-up company.",
    discussion: """
      It runs until Ctrl-C and keeps nothing. Calls under /sandbox let days pass, edit people and \
      make calls go wrong: `curl ADDRESS/sandbox` lists them.

      Where DingTalk does not document its behaviour, a quirk chooses how this server behaves:
      \(QuirkTable.all.map { "  \($0.name)=\($0.readings.joined(separator: "|"))" }
        .joined(separator: "\n"))

      Examples:
        rollbook sandbox --people 200 --seed 7 --port 8790
        rollbook sandbox --quirks strict --faults throttle=0.05
      """
  )

  @Option(help: ArgumentHelp("How many people are active.", valueName: "count"))
  var people = 200

  @Option(help: ArgumentHelp("What everything is drawn from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The port; 0 for any that is free.", valueName: "number"))
  var port = 0

  @Option(
    help: ArgumentHelp(
      "How undocumented behaviour is read: lenient or strict.",
      valueName: "preset"
    )
  )
  var quirks = "lenient"

  @Option(
    help: ArgumentHelp("One quirk, as NAME=READING. May be repeated.", valueName: "quirk")
  )
  var quirk: [String] = []

  @Option(
    help: ArgumentHelp(
      "What goes wrong, as in throttle=0.05,list.dropAfter=0.02.",
      valueName: "faults"
    )
  )
  var faults: String?

  @Option(
    help: ArgumentHelp("Calls a second on each endpoint; 0 for any number.", valueName: "count")
  )
  var callsPerSecond = 20

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard (0...1_000_000).contains(people) else {
      throw ValidationError("--people must be from 0 to 1000000")
    }
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535")
    }
    guard callsPerSecond >= 0 else { throw ValidationError("--calls-per-second counts from 0") }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let settings = try global.settings(in: environment)
    let server = try await serve(environment.timekeeper)
    let offer = SandboxOffer(server: server, people: people, seed: seed, quirks: quirks)
    let sink = environment.output.result
    if global.written == .table {
      try sink.write(offer.text)
    } else {
      try global.write(offer, Column.offer, settings, in: environment)
    }
    try sink.flush()
    let running = Task { await server.run() }
    environment.interruption.listen { _ in running.cancel() }
    await running.value
    return .done
  }

  private func serve(_ timekeeper: any Timekeeper) async throws -> SandboxServer {
    var quirks = try Quirks(preset: quirks)
    for setting in quirk { try quirks.set(setting) }
    var limits = SandboxLimits.standard
    limits.callsPerSecond = callsPerSecond == 0 ? nil : callsPerSecond
    return try await SandboxServer.start(
      company: Company(seed: seed, people: people),
      quirks: quirks,
      faults: try faults.map { text throws(SandboxError) in try Faults(text, seed: seed) } ?? .none,
      limits: limits,
      timekeeper: timekeeper,
      port: port
    )
  }
}

/// What a caller needs to know of a running sandbox.
struct SandboxOffer: Sendable {
  let server: SandboxServer
  let people: Int
  let seed: UInt64
  let quirks: String

  /// The environment variables with which Rollbook uses it.
  var variables: [(String, String)] { Self.variables(of: server) }

  /// The variables that lead Rollbook to a server.
  static func variables(of server: SandboxServer) -> [(String, String)] {
    [
      (Settings.Variable.url.rawValue, server.baseURL),
      (Settings.Variable.appKey.rawValue, server.credentials.appKey),
      (Settings.Variable.appSecret.rawValue, server.credentials.appSecret),
      (Settings.Variable.agentID.rawValue, String(server.credentials.agentID)),
      (Settings.Variable.maycurURL.rawValue, server.baseURL),
      (Settings.Variable.maycurAppCode.rawValue, server.credentials.maycurAppCode),
      (Settings.Variable.maycurAppSecret.rawValue, server.credentials.maycurAppSecret),
    ]
  }

  /// The table's text: lines that another shell can run.
  var text: String {
    """
    # A made-up company of \(people) people answers as DingTalk and Maycur do, until Ctrl-C.
    # In another shell:
    \(variables.map { "export \($0)=\($1)" }.joined(separator: "\n"))
    # curl -X POST \(server.baseURL)/sandbox/day lets a day pass; \(server.baseURL)/sandbox says more.

    """
  }
}

extension Column where Row == SandboxOffer {
  /// The columns of `sandbox`.
  static var offer: [Column] {
    [
      .data("url") { .text($0.server.baseURL) },
      .data("appKey") { .text($0.server.credentials.appKey) },
      .data("appSecret") { .text($0.server.credentials.appSecret) },
      .data("agentId") { .integer($0.server.credentials.agentID) },
      .data("people") { Datum($0.people) },
      .data("seed") { .text(String($0.seed)) },
      .data("quirks") { .text($0.quirks) },
      .data("maycurAppCode") { .text($0.server.credentials.maycurAppCode) },
      .data("maycurAppSecret") { .text($0.server.credentials.maycurAppSecret) },
    ]
  }
}
