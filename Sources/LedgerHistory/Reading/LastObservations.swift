import LedgerStorage
import GRDB
import Roster

/// The last entries with responses about a user, or the first, scope by scope.
///
/// A projection has the last ones at the end of the log. For an earlier position, the user's
/// entries are read backwards from there; for the first ones, forwards from the beginning. Reading
/// ends as soon as the caller's fields are found: one full response usually covers every field,
/// however many responses there are.
struct LastObservations {
  private var entries: [(scope: ScopeNumber, entry: EntryID)] = []
  private let user: UserNumber
  private let database: Database
  private let isForward: Bool
  /// The entry from which reading continues; nil at its end.
  private var next: EntryID?
  private var step: Int64 = 1
  /// How many scopes there are to find; nil if that is not known.
  private var scopes: Int?

  /// Finds the last ones; nothing is read yet.
  ///
  /// - Parameters:
  ///   - user: The user's number.
  ///   - entry: The last entry that counts; nil for the end of the log.
  ///   - database: The database.
  /// - Throws: Errors of SQLite.
  init(of user: UserNumber, upTo entry: EntryID? = nil, in database: Database) throws {
    self.init(ofUnseen: user, in: database)
    try Self.read(user...user, in: database) { _, scope, entry in entries.append((scope, entry)) }
    start(upTo: entry)
  }

  /// Observations of a user without any response.
  init(ofUnseen user: UserNumber, in database: Database) {
    self.user = user
    self.database = database
    isForward = false
  }

  /// The last ones of several users; nothing is read yet for an earlier entry.
  ///
  /// - Parameters:
  ///   - users: The numbers of the first and of the last user.
  ///   - entry: The last entry that counts; nil for the end of the log.
  ///   - database: The database.
  /// - Returns: The observations of the users with responses, by user number.
  /// - Throws: Errors of SQLite.
  static func all(
    of users: ClosedRange<UserNumber>,
    upTo entry: EntryID?,
    in database: Database
  ) throws -> [UserNumber: LastObservations] {
    var all: [UserNumber: LastObservations] = [:]
    var last: LastObservations?
    func keep() {
      last?.start(upTo: entry)
      if let last { all[last.user] = last }
    }
    try read(users, in: database) { user, scope, observed in
      if last?.user != user {
        keep()
        last = LastObservations(ofUnseen: user, in: database)
      }
      last?.entries.append((scope, observed))
    }
    keep()
    return all
  }

  /// Reads the last entries of each user, the latest first.
  private static func read(
    _ users: ClosedRange<UserNumber>,
    in database: Database,
    _ each: (_ user: UserNumber, _ scope: ScopeNumber, _ entry: EntryID) -> Void
  ) throws {
    try database.run(
      """
      SELECT user, scope, entry FROM projected_observation WHERE user BETWEEN ? AND ?
      ORDER BY user, entry DESC
      """,
      [users.lowerBound, users.upperBound]
    ) { each($0.integer(0), $0.integer(1), $0.integer(2)) }
  }

  /// Discards what is later than an entry, and continues reading from there.
  private mutating func start(upTo entry: EntryID?) {
    guard let entry, entries.contains(where: { $0.entry > entry }) else { return }
    scopes = entries.count
    entries = []
    next = entry
  }

  /// Finds the first ones; nothing is read yet.
  ///
  /// - Parameters:
  ///   - user: The user's number.
  ///   - database: The database.
  init(firstOf user: UserNumber, in database: Database) {
    self.user = user
    self.database = database
    isForward = true
    next = 1
  }

  /// The last entry with a response about a field, or the first.
  mutating func entry(ofField field: FieldNumber, names: inout NameTable) throws -> EntryID? {
    var index = 0
    while true {
      while index < entries.count {
        if try names.doesScope(entries[index].scope, cover: field) {
          return entries[index].entry
        }
        index += 1
      }
      guard next != nil else { return nil }
      try walk()
    }
  }

  /// Reads a few more entries; of each scope, only the first entry that is found counts.
  private mutating func walk() throws {
    guard let from = next else { return }
    var read: Int64 = 0
    try database.run(
      """
      SELECT n.id, a.scope FROM entry n CROSS JOIN append a ON a.id = n.append
      WHERE n.user = ? AND n.id \(isForward ? ">=" : "<=") ?
        AND n.kind IN (\(EntryKind.codesWithValues))
      ORDER BY n.id \(isForward ? "ASC" : "DESC") LIMIT ?
      """,
      [user, from, step]
    ) { row in
      read += 1
      let entry: EntryID = row.integer(0)
      let scope: ScopeNumber = row.integer(1)
      next = entry + (isForward ? 1 : -1)
      if !entries.contains(where: { $0.scope == scope }) { entries.append((scope, entry)) }
    }
    if read < step || entries.count == scopes { next = nil }
    step = min(step * 2, 256)
  }
}
