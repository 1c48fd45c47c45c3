import GRDB
package import Roster

/// One line of the log.
package struct LoggedEntry: Hashable, Sendable {
  /// Its number.
  package let entry: Int64
  /// What it says.
  package let kind: EntryKind
  /// The operation under which it was recorded.
  package let operation: Int64
  /// The operation's system.
  package let system: System
  /// The user it is about, if it is about one.
  package let user: Verbatim?
  /// When it was recorded.
  package let recordedAt: Instant
  /// How many cells came back.
  package let values: Int
  /// How many cells differ from the last fetch, gone ones included.
  package let changed: Int
}

/// Which entries of the log are wanted.
package struct EntryFilter: Hashable, Sendable {
  /// Those of one operation, or all.
  package var operation: Int64?
  /// Those about one user, or all.
  package var user: UserKey?
  /// Only the last so many, or all.
  package var last: Int?

  package init(operation: Int64? = nil, user: UserKey? = nil, last: Int? = nil) {
    self.operation = operation
    self.user = user
    self.last = last
  }
}

/// A line of the log, in the log's own numbers.
struct EntryLine {
  let entry: Int64
  let kind: EntryKind
  let operation: Int64
  let system: System
  let user: Int64?
  let recordedAt: Instant
  let returned: Int
  let scope: Int64?
}
