package import LedgerStorage
package import Logging
package import Roster

/// Asks every minute for the numbers, and says to every sink what has changed.
package struct AlertRunner: Sendable {
  /// The time between two looks.
  package static let interval = Duration.seconds(60)

  private let decider: AlertDecider
  private let sinks: [any AlertSink]
  private let file: SideFile<AlertMemory>
  private let timekeeper: any Timekeeper
  private let makeID: @Sendable () -> String
  private let log: Logger
  private let health: @Sendable () async throws -> ServiceHealth

  /// Creates a runner; it does nothing yet.
  ///
  /// - Parameters:
  ///   - limits: From when on a number is an alert.
  ///   - sinks: Where alerts are said; their names differ.
  ///   - file: Remembers which alerts are open, and what waits; if it is lost, they are opened again.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - makeID: Makes the ids of digests, which differ.
  ///   - log: Receives failures.
  ///   - health: The numbers of now.
  package init(
    limits: AlertLimits,
    sinks: [any AlertSink],
    file: SideFile<AlertMemory>,
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
    var memory = file.read() ?? AlertMemory()
    while !Task.isCancelled {
      let notices = await look(&memory.alerts)
      for sink in sinks { memory.outboxes[sink.name, default: AlertOutbox()].add(notices) }
      // Written before it is said, too: what a stopped process did not say is said by the next one.
      keep(memory)
      for sink in sinks {
        await send(from: &memory.outboxes[sink.name, default: AlertOutbox()], to: sink)
      }
      keep(memory)
      try? await timekeeper.sleep(for: Self.interval)
    }
  }

  private func look(_ alerts: inout OpenAlerts) async -> [AlertNotice] {
    do {
      return decider.decide(try await health(), &alerts, now: timekeeper.now())
    } catch {
      log.warning("the alerts could not look", metadata: ["error": "\(error)"])
      return []
    }
  }

  private func keep(_ memory: AlertMemory) {
    guard memory != file.read() else { return }
    do { try file.write(memory) } catch {
      log.warning("the open alerts were not written", metadata: ["error": "\(error.reason)"])
    }
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
