package import Roster

/// What a day, or several, brought.
package struct DayReport: Hashable, Sendable {
  /// The day that it is now.
  package var today: CivilDate
  /// Who changed values of their own; ageing derived values are not counted.
  package var changed: [Verbatim] = []
  /// Who joined.
  package var joined: [Verbatim] = []
  /// Who left.
  package var left: [Verbatim] = []
  /// Who had left and came back.
  package var returned: [Verbatim] = []
}
