package import Roster

/// What the schedule has started so far.
package struct ScheduleState: Hashable, Sendable {
  /// When the last run of each line began, by the line's name.
  package var lastRuns: [String: Instant]
  /// The kinds of which one runs now.
  package var running: Set<ScheduledAction.Kind>
  /// Before which time a line is not started again, by its name.
  package var notBefore: [String: Instant] = [:]
  /// Since when the schedule is in force: a line that never ran missed nothing before.
  package var since: Instant

  package init(
    lastRuns: [String: Instant] = [:],
    running: Set<ScheduledAction.Kind> = [],
    since: Instant
  ) {
    self.lastRuns = lastRuns
    self.running = running
    self.since = since
  }
}
