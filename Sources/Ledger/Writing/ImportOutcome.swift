import Foundation
import GRDB
import Roster

/// What a file added to the log.
package struct ImportOutcome: Hashable, Sendable {
  /// How many users it had values of, new or known.
  package var users = 0
  /// How many cells it stated, including empty ones.
  package var values = 0
  /// How many cells differ from what was known, first observations and gone ones included.
  package var changed = 0
  /// How many fields of users were skipped, because they were observed or written after the file's
  /// values were captured.
  package var superseded = 0
  /// How many of its users were erased: their values are not in the log.
  package var leftOut = 0

  package init(users: Int = 0, values: Int = 0, changed: Int = 0, superseded: Int = 0) {
    self.users = users
    self.values = values
    self.changed = changed
    self.superseded = superseded
  }
}
