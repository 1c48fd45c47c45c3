package import LedgerStorage
import GRDB
package import Roster

/// One table of the log, as who copies the log has to know it.
///
/// Rows are added and never changed; an erasure alone deletes some. So what a copy lacks follows from
/// how far its own rows go.
package struct LogTable: Hashable, Sendable {
  /// A column.
  package struct Column: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Whether it has whole numbers; otherwise bytes.
    package let isInteger: Bool
    /// Whether its bytes are a text.
    let isText: Bool
    /// Whether each row has a value in it.
    package let isRequired: Bool
  }

  /// How the rows that a copy lacks are found.
  package enum Growth: Hashable, Sendable {
    /// Their number in this column is larger than that of every row of the copy.
    case numbered(String)
    /// The rows are few, and may come late: all of them are looked at.
    case whole
    /// They are hashes of the tree: the last row of each level is overwritten.
    case tiles
  }

  /// Its name.
  package let name: String
  /// Its columns, in their order.
  package let columns: [Column]
  /// The columns of its key.
  package let key: [String]
  /// How the rows that a copy lacks are found.
  package let growth: Growth

  /// The tables whose rows are not found by the first column of their key.
  private static let others: [String: Growth] = [
    "closing": .numbered("entry"), "company": .numbered("append"),
    "erased_value": .numbered("erasure"), "erased_text": .numbered("erasure"),
    "erased_union": .numbered("erasure"), "erased_user": .numbered("erasure"),
    "limit_override": .whole, "import": .whole, "cosignature": .whole, "time_stamp": .whole,
    "tile": .tiles,
  ]

  /// The tables from which an erasure deletes rows, each with the one that then has the row's number.
  package static let erasable = [
    "personal_value": "erased_value", "personal_text": "erased_text",
    "personal_union": "erased_union", "personal_user": "erased_user",
  ]

  /// Every table of the log, in the order in which migrations make them.
  ///
  /// Projections are derived from these, and what only recognises a repeated response is in no copy.
  ///
  /// - Throws: ``LedgerError`` if SQLite fails.
  package static func all() throws(LedgerError) -> [LogTable] {
    do { return try made.get() } catch { throw LedgerError(error, path: ":memory:") }
  }

  private static let made = Result {
    let queue = try DatabaseQueue()
    try Connection.migrator.migrate(queue)
    return try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'projected_%'
          AND name NOT LIKE 'remembered_%' AND name NOT LIKE 'sqlite_%'
          AND name NOT IN ('grdb_migrations', 'pending_scrub') ORDER BY rowid
          """
      ).map { try LogTable($0, in: database) }
    }
  }

  private init(_ name: String, in database: Database) throws {
    let rows = try Row.fetchAll(database, sql: "PRAGMA table_info(\(name))")
    self.name = name
    columns = rows.map { row in
      Column(
        name: row["name"],
        isInteger: row["type"] as String == "INTEGER",
        isText: row["type"] as String == "TEXT",
        isRequired: (row["notnull"] as Int) + (row["pk"] as Int) > 0
      )
    }
    func place(_ row: Row) -> Int { row["pk"] }
    key = rows.filter { place($0) > 0 }.sorted { place($0) < place($1) }.map { $0["name"] }
    growth = Self.others[name] ?? .numbered(key[0])
  }

  /// The name of the last migration: equal names mean equal tables, once they are released.
  package static let version = Connection.migrator.migrations.last ?? ""

  /// The rows of `tile` that a log of some size may still overwrite, and those after them, by level.
  ///
  /// - Parameter size: How many entries the copy has.
  /// - Returns: For each level, the numbers of these rows.
  package static func openTiles(of size: EntryID) -> [Range<Int64>] {
    (0..<8).map { level in
      let first = Int64(level) << 48
      return (first + size.rawValue >> Int64(8 * (level + 1)))..<(first + 1 << 48)
    }
  }
}
