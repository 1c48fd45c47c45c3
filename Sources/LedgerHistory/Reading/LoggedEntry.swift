import GRDB
package import Roster

/// One line of the log.
package struct LoggedEntry: Recorded, Hashable, Sendable {
  /// The entry.
  package let recorded: LogReference
  /// The operation's system.
  package let system: System
  /// The user's key; nil if it concerns no user.
  package let user: Verbatim?
  /// How many cells came back.
  package let values: Int
  /// How many cells differ from the last fetch, gone ones included.
  package let changed: Int
}

/// The entries that are needed.
package struct EntryFilter: Hashable, Sendable {
  /// Those of one operation, or all.
  package var operation: OperationNumber?
  /// Those about one user, or all.
  package var user: UserKey?
  /// The number of last entries; nil for all.
  package var last: Int?
  /// Those of a part of the log, or all.
  package var span: EntrySpan?

  package init(
    operation: OperationNumber? = nil,
    user: UserKey? = nil,
    last: Int? = nil,
    span: EntrySpan? = nil
  ) {
    self.operation = operation
    self.user = user
    self.last = last
    self.span = span
  }
}

/// An entry, in the log's own numbers.
struct EntryLine: Recorded {
  let recorded: LogReference
  let system: System
  let user: UserNumber?
  let returned: Int
  let scope: ScopeNumber?
}
