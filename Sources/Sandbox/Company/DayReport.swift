public import Roster

/// What a day, or several, brought.
public struct DayReport: Hashable, Sendable {
  /// The day that it is now.
  public var today: CivilDate
  /// Who changed values of their own; ageing derived values are not counted.
  public var changed: [Verbatim] = []
  /// Who joined.
  public var joined: [Verbatim] = []
  /// Who left.
  public var left: [Verbatim] = []
  /// Who had left and came back.
  public var returned: [Verbatim] = []
}
