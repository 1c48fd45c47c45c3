import Ledger
import LedgerStorage
import GRDB
import Roster

/// The users on a system's user list, and those who have left it.
enum Membership {
  /// The users who have left.
  ///
  /// - Parameters:
  ///   - entry: The last entry that counts; nil for the end of the log.
  ///   - database: The database.
  /// - Returns: The users, by number.
  /// - Throws: Errors of SQLite.
  static func leavers(upTo entry: EntryID?, in database: Database) throws -> Set<UserNumber> {
    guard let entry else {
      return Set(
        try database.rows("SELECT user FROM projected_membership WHERE has_left = 1") {
          $0.integer(0)
        }
      )
    }
    var leavers: Set<UserNumber> = []
    // Only appends of user lists have joined and left entries, and they are few.
    try database.run(
      """
      SELECT n.user, n.kind FROM enumeration m
      CROSS JOIN entry l ON l.id = m.entry
      CROSS JOIN append a ON a.id = l.append
      CROSS JOIN entry n ON n.id BETWEEN a.first_entry + 1 AND a.first_entry + a.entries - 1
      WHERE m.entry <= ?1 AND n.id <= ?1 ORDER BY n.id
      """,
      [entry]
    ) { row in
      if row.integer(1) == EntryKind.left.code {
        leavers.insert(row.integer(0))
      } else {
        leavers.remove(row.integer(0))
      }
    }
    return leavers
  }

  /// The users of a filter.
  ///
  /// - Parameters:
  ///   - wanted: Their keys; nil for all users of the system.
  ///   - system: The system.
  ///   - lookup: Finds users by their keys.
  ///   - database: The database.
  /// - Returns: Their numbers: in the order of the keys, or in which the ledger first recorded them.
  /// - Throws: Errors of SQLite.
  static func users(
    _ wanted: [Verbatim]?,
    of system: System,
    _ lookup: UserLookup,
    in database: Database
  ) throws -> [UserNumber] {
    if let wanted {
      return try wanted.compactMap {
        try IDResolver.user(UserKey(system, $0), lookup, in: database)
      }
    }
    return try database.rows(
      "SELECT id FROM user WHERE system = '\(system.rawValue)' ORDER BY id"
    ) { $0.integer(0) }
  }

  /// Whether a user had left.
  static func hasLeft(_ user: UserNumber, upTo entry: EntryID?, in database: Database) throws
    -> Bool
  {
    let now: (hasLeft: Bool, entry: EntryID)? = try database.first(
      "SELECT has_left, entry FROM projected_membership WHERE user = ?",
      [user]
    ) {
      ($0.integer(0) == 1, $0.integer(1))
    }
    guard let now else { return false }
    guard let entry, now.entry > entry else { return now.hasLeft }
    return try leavers(upTo: entry, in: database).contains(user)
  }
}
