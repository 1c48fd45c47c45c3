import GRDB
import Roster

/// What linking users added to the log.
package struct LinkOutcome: Hashable, Sendable {
  /// How many links are new, or confirmed by an administrator.
  package var linked = 0
  /// How many were known already.
  package var unchanged = 0

  package init(linked: Int = 0, unchanged: Int = 0) {
    self.linked = linked
    self.unchanged = unchanged
  }
}
