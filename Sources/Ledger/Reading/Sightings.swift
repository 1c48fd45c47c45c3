import GRDB
import Roster

/// The last entries that answered for a user, or the first, scope by scope.
///
/// For the last ones of now there is a projection. For an earlier moment the user's entries are walked
/// backwards from there, and for the first ones forwards from the beginning, and no further than is
/// asked for: the next full answer mostly covers every field, however many answers there are.
struct Sightings {
  private var entries: [(scope: Int64, entry: Int64)] = []
  private let user: Int64
  private let database: Database
  private let isForward: Bool
  /// The entry from which the walk goes on; nil where it has ended.
  private var next: Int64?
  private var step: Int64 = 2
  /// How many scopes there are to be found; nil where that is not known.
  private var scopes: Int?

  /// Prepares to look for the last ones.
  ///
  /// - Parameters:
  ///   - user: Whose answers.
  ///   - entry: The last entry that counts; nil for now.
  ///   - database: The database.
  /// - Throws: What SQLite says.
  init(of user: Int64, upTo entry: Int64? = nil, in database: Database) throws {
    self.user = user
    self.database = database
    isForward = false
    let statement = try RawStatement(
      database,
      "SELECT scope, entry FROM projected_sighting WHERE user = ? ORDER BY entry DESC"
    )
    statement.bind(1, user)
    try statement.forEachRow { entries.append(($0.integer(0), $0.integer(1))) }
    guard let entry, entries.contains(where: { $0.entry > entry }) else { return }
    scopes = entries.count
    entries = []
    next = entry
  }

  /// Prepares to look for the first ones.
  ///
  /// - Parameters:
  ///   - user: Whose answers.
  ///   - database: The database.
  init(firstOf user: Int64, in database: Database) {
    self.user = user
    self.database = database
    isForward = true
    next = 1
  }

  /// The last entry that answered for a field, or the first.
  mutating func entry(ofField field: Int64, names: inout Names) throws -> Int64? {
    var index = 0
    while true {
      while index < entries.count {
        if try names.fields(ofScope: entries[index].scope).contains(field) {
          return entries[index].entry
        }
        index += 1
      }
      guard next != nil else { return nil }
      try walk()
    }
  }

  /// Reads a few more entries; of each scope only the one that is met first counts.
  private mutating func walk() throws {
    guard let from = next else { return }
    let statement = try RawStatement(
      database,
      """
      SELECT n.id, a.scope FROM entry n CROSS JOIN append a ON a.id = n.append
      WHERE n.user = ? AND n.id \(isForward ? ">=" : "<=") ? AND n.kind IN (0, 18)
      ORDER BY n.id \(isForward ? "ASC" : "DESC") LIMIT ?
      """
    )
    statement.bind(1, user)
    statement.bind(2, from)
    statement.bind(3, step)
    var read: Int64 = 0
    try statement.forEachRow { row in
      read += 1
      next = row.integer(0) + (isForward ? 1 : -1)
      let scope = row.integer(1)
      if !entries.contains(where: { $0.scope == scope }) { entries.append((scope, row.integer(0))) }
    }
    if read < step || entries.count == scopes { next = nil }
    step = min(step * 2, 256)
  }
}
