package import Roster

/// What happened in one or several days.
package struct DayReport: Hashable, Sendable {
  /// The day that it is now.
  package var today: CivilDate
  /// The keys of people with changed values; ageing derived values do not count.
  package var changed: [Verbatim] = []
  /// The keys of people who joined.
  package var joined: [Verbatim] = []
  /// The keys of people who left.
  package var left: [Verbatim] = []
  /// The keys of people who returned.
  package var returned: [Verbatim] = []
}
