import GRDB
import Roster

/// What saying who is one person added to the log.
public struct LinkOutcome: Hashable, Sendable {
  /// How many links are new, or settled by an administrator.
  public var linked = 0
  /// How many were known already.
  public var unchanged = 0

  /// States what was added; without arguments, nothing.
  public init(linked: Int = 0, unchanged: Int = 0) {
    self.linked = linked
    self.unchanged = unchanged
  }
}
