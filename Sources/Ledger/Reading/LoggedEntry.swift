import GRDB
public import Roster

/// One line of the log.
public struct LoggedEntry: Hashable, Sendable {
  /// Its number.
  public let entry: Int64
  /// What it says.
  public let kind: EntryKind
  /// The operation under which it was recorded.
  public let operation: Int64
  /// The operation's system.
  public let system: System
  /// The user it is about, if it is about one.
  public let user: Verbatim?
  /// When it was recorded.
  public let recordedAt: Instant
  /// How many cells came back.
  public let values: Int
  /// How many cells differ from the last fetch, gone ones included.
  public let changed: Int
}

/// Which entries of the log are wanted.
public struct EntryFilter: Hashable, Sendable {
  /// Those of one operation, or all.
  public var operation: Int64?
  /// Those about one user, or all.
  public var user: UserKey?
  /// Only the last so many, or all.
  public var last: Int?

  /// Makes a filter; without arguments, the whole log.
  public init(operation: Int64? = nil, user: UserKey? = nil, last: Int? = nil) {
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
