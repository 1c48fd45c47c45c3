package import Roster

/// Starts what a schedule asks for, when it does.
package struct ScheduleRunner: Sendable {
  /// Performs one run; it stops in good order when it is cancelled, and records its own failure.
  package typealias Perform = @Sendable (ScheduledTask) async -> TaskOutcome

  /// The longest sleep: the machine's clock may be set meanwhile.
  private static let glance = Duration.seconds(60)

  private enum Event: Sendable {
    case woke
    case ended(ScheduledTask, TaskOutcome, previous: Instant?)
  }

  private let decider: ScheduleDecider
  private let since: Instant
  private let timekeeper: any Timekeeper
  private let lastRuns: @Sendable () throws -> [String: Instant]
  private let perform: Perform

  /// Creates a runner; it does nothing yet.
  ///
  /// - Parameters:
  ///   - decider: Says what is due.
  ///   - since: Since when the schedule is in force.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - lastRuns: When the last run of each line began, by its name; asked once.
  ///   - perform: Performs one run; called for several kinds at once, never twice for one.
  package init(
    decider: ScheduleDecider,
    since: Instant,
    timekeeper: any Timekeeper,
    lastRuns: @escaping @Sendable () throws -> [String: Instant],
    perform: @escaping Perform
  ) {
    self.decider = decider
    self.since = since
    self.timekeeper = timekeeper
    self.lastRuns = lastRuns
    self.perform = perform
  }

  /// Runs until it is cancelled; then it returns when what it started has ended.
  ///
  /// - Throws: What `lastRuns` throws.
  package func run() async throws {
    var state = ScheduleState(lastRuns: try lastRuns(), since: since)
    await withTaskGroup(of: Event.self) { group in
      var isAsleep = false
      while !Task.isCancelled {
        let now = timekeeper.now()
        // Otherwise a clock that was set back would keep lines from running until it is there again.
        state.lastRuns = state.lastRuns.mapValues { min($0, now) }
        state.notBefore = state.notBefore.mapValues { min($0, now + Self.glance) }
        let decision = decider.decide(state, now: now)
        for task in decision.due {
          state.running.insert(task.line.action.kind)
          let previous = state.lastRuns.updateValue(now, forKey: task.line.name)
          group.addTask { [perform] in
            .ended(task, await perform(task), previous: previous)
          }
        }
        if !isAsleep {
          let wait = decision.next.map { min($0 - now, Self.glance) } ?? Self.glance
          group.addTask { [timekeeper] in
            try? await timekeeper.sleep(for: max(wait, .milliseconds(1)))
            return .woke
          }
          isAsleep = true
        }
        switch await group.next() {
        case .ended(let task, let outcome, let previous)?:
          state.running.remove(task.line.action.kind)
          if outcome == .busy {
            state.lastRuns[task.line.name] = previous
            state.notBefore[task.line.name] = timekeeper.now() + Self.glance
          }
        case .woke?, nil: isAsleep = false
        }
      }
      // What still runs is cancelled with this task, and is waited for here.
    }
  }
}
