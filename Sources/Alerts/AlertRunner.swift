package import LedgerStorage
package import Logging
package import Roster

/// Asks every minute for the numbers, and says to every sink what has changed.
package struct AlertRunner: Sendable {
  /// The time between two looks.
  package static let interval = Duration.seconds(60)

  private let decider: AlertDecider
  private let sinks: [any AlertSink]
  private let file: SideFile<OpenAlerts>
  private let timekeeper: any Timekeeper
  private let makeID: @Sendable () -> String
  private let log: Logger
  private let health: @Sendable () async throws -> ServiceHealth

  /// Creates a runner; it does nothing yet.
  ///
  /// - Parameters:
  ///   - limits: From when on a number is an alert.
  ///   - sinks: Where alerts are said.
  ///   - file: Remembers which alerts are open; if it is lost, they are opened again.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - makeID: Makes the ids of digests, which differ.
  ///   - log: Receives failures.
  ///   - health: The numbers of now.
  package init(
    limits: AlertLimits,
    sinks: [any AlertSink],
    file: SideFile<OpenAlerts>,
    timekeeper: any Timekeeper,
    makeID: @escaping @Sendable () -> String,
    log: Logger,
    health: @escaping @Sendable () async throws -> ServiceHealth
  ) {
    decider = AlertDecider(limits: limits)
    (self.sinks, self.file, self.timekeeper) = (sinks, file, timekeeper)
    (self.makeID, self.log, self.health) = (makeID, log, health)
  }

  /// Runs until it is cancelled.
  package func run() async {
    var alerts = file.read() ?? OpenAlerts()
    var outboxes = sinks.map { _ in AlertOutbox() }
    while !Task.isCancelled {
      let notices = await look(&alerts)
      for index in outboxes.indices {
        outboxes[index].add(notices)
        await send(from: &outboxes[index], to: sinks[index])
      }
      try? await timekeeper.sleep(for: Self.interval)
    }
  }

  private func look(_ alerts: inout OpenAlerts) async -> [AlertNotice] {
    let before = alerts
    let notices: [AlertNotice]
    do {
      notices = decider.decide(try await health(), &alerts, now: timekeeper.now())
    } catch {
      log.warning("the alerts could not look", metadata: ["error": "\(error)"])
      return []
    }
    guard alerts != before else { return notices }
    do { try file.write(alerts) } catch {
      log.warning("the open alerts were not written", metadata: ["error": "\(error.reason)"])
    }
    return notices
  }

  private func send(from outbox: inout AlertOutbox, to sink: any AlertSink) async {
    guard let digest = outbox.next(now: timekeeper.now(), id: makeID) else { return }
    do throws(AlertFailure) {
      try await sink.send(digest)
      outbox.note(nil, now: timekeeper.now())
    } catch {
      outbox.note(error, now: timekeeper.now())
      log.warning("an alert was not sent", metadata: ["error": "\(error.message)"])
    }
  }
}
