package import Roster

/// One run that the schedule asks for.
package struct ScheduledTask: Hashable, Sendable {
  /// Its line.
  package let line: ScheduleLine
  /// When it became due; the run may begin later.
  package let due: Instant
  /// Whether it is the first run of the line in a week, from Monday.
  package let isFirstOfWeek: Bool
}

/// What is due now.
package struct ScheduleDecision: Hashable, Sendable {
  /// What is to be started, at most one of each kind.
  package let due: [ScheduledTask]
  /// When another line becomes due, at the latest; nil if none does before a run ends.
  package let next: Instant?
}
