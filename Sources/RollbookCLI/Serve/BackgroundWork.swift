import Alerts
import Crypto
import Feed
import Foundation
import Ledger
import LedgerHistory
import LedgerStorage
import Logging
import Operations
import PublicAPI
import RemoteAPI
import Roster
import Webhooks

/// What the service does by itself: the schedule, the alerts, and the changes that DingTalk reports.
struct BackgroundWork: Sendable {
  /// How often memory that is not used is given back.
  private static let cleaning = Duration.seconds(30)

  private let commands: ServiceCommands
  private let log: Logger
  private let scheduled: ScheduledWork
  private let approved: ApprovedWork
  private let reading: HealthReading
  private let senders: [WebhookSender]
  /// What waits for the machine and the network waits by its clock, whatever clock the log has.
  private let machine: any Timekeeper

  /// - Parameters:
  ///   - commands: Runs commands for the schedule.
  ///   - feed: The feed, for webhooks.
  ///   - machine: The clock of the machine.
  ///   - log: Gets a line about each run and each alert.
  /// - Throws: `SettingsError` or `WebhookError` if the key of a webhook cannot be used, `LedgerError`.
  init(_ commands: ServiceCommands, _ feed: Feed, machine: any Timekeeper, log: Logger) throws {
    self.commands = commands
    self.machine = machine
    self.log = log
    scheduled = ScheduledWork(commands) { line in log.notice("\(line)") }
    approved = ApprovedWork(commands: commands, machine: machine) { line in log.notice("\(line)") }
    reading = HealthReading(commands.kept, commands.environment.timekeeper)
    let end = try commands.kept.ledger.position(at: .now).entry
    senders = try commands.kept.settings.webhooks.map { webhook in
      try Self.sender(webhook, commands, feed, end: end, machine, log)
    }
  }

  private static func sender(
    _ webhook: WebhookSettings,
    _ commands: ServiceCommands,
    _ feed: Feed,
    end: EntryID,
    _ machine: any Timekeeper,
    _ log: Logger
  ) throws -> WebhookSender {
    let settings = commands.kept.settings
    let messages = FeedMessages(of: feed, FeedQuery())
    let start: UInt64 =
      switch webhook.start {
      case .now: UInt64(end.rawValue)
      case .after(let position): position
      }
    return WebhookSender(
      url: webhook.url,
      keys: try webhook.keys(),
      transport: WebhookSender.transport(
        allowPrivate: webhook.allowPrivate,
        network: settings.network
      ),
      timekeeper: machine,
      random: commands.environment.random,
      start: start,
      file: webhook.file(beside: settings.ledger),
      log: log
    ) { try await messages.next(after: $0) }
  }

  /// Records the settings in force, if they are others than those in the log.
  ///
  /// - Throws: `LedgerError`.
  func recordConfiguration() async throws {
    let settings = commands.kept.settings
    let bytes = try settings.file.map { try NamedFile.bytes($0, called: $0) } ?? []
    let author = Author(
      actor: commands.environment.actor,
      reason: "the service was started",
      program: Version.text
    )
    _ = try await runConfigure(
      Array(SHA256.hash(data: bytes)),
      author: author,
      ledger: commands.kept.ledger,
      timekeeper: commands.environment.timekeeper
    )
  }

  /// Runs until the task is cancelled; operations under way are ended in good order.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await scheduled.run() }
      group.addTask { await approved.run() }
      group.addTask { await watch() }
      group.addTask { await giveMemoryBack() }
      for sender in senders { group.addTask { await sender.run() } }
      if commands.kept.settings.followsStream { group.addTask { await follow() } }
    }
  }

  /// Follows the changes that DingTalk reports; after an error again, a minute later.
  private func follow() async {
    while !Task.isCancelled {
      let call = CommandCall(
        words: ["follow", "--quiet"],
        actor: "stream",
        sight: .everything
      ) { _ in }
      let end = await commands.runUntilCancelled(call)
      if let error = end.error {
        log.error("the stream: \(error.message) [\(error.code.name)]")
      }
      try? await machine.sleep(for: .seconds(60))
    }
  }

  private func giveMemoryBack() async {
    while !Task.isCancelled {
      try? await machine.sleep(for: Self.cleaning)
      Connection.giveMemoryBack()
    }
  }

  private func watch() async {
    let settings = commands.kept.settings
    let transport = HTTPTransport(network: settings.network)
    let runner = AlertRunner(
      limits: settings.alerts.limits,
      sinks: sinks(transport),
      file: SideFile(path: settings.ledger + ".alerts"),
      timekeeper: machine,
      makeID: { UUID().uuidString },
      log: log
    ) {
      var health = try reading.health()
      health.damageFindings = scheduled.damageFindings
      var stalled = 0
      for sender in senders where await sender.isStalled { stalled += 1 }
      health.stalledWebhooks = stalled
      return health
    }
    await runner.run()
    await transport.shutdown()
  }

  private func sinks(_ transport: any Transport) -> [any AlertSink] {
    let alerts = commands.kept.settings.alerts
    var sinks: [any AlertSink] = [LogAlertSink(log: log)]
    if let url = alerts.webhookURL {
      sinks.append(WebhookAlertSink(url: url, transport: transport) { _ in nil })
    }
    guard let robot = alerts.robot else { return sinks }
    do {
      sinks.append(
        RobotAlertSink(
          url: robot.url,
          token: try robot.token.read(),
          key: try robot.secret?.read(),
          transport: transport,
          timekeeper: machine
        ) { _ in nil }
      )
    } catch {
      log.error("the robot of the alerts cannot be used: \(Failure(error).message)")
    }
    return sinks
  }
}
