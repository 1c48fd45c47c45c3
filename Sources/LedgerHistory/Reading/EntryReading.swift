import LedgerStorage
import GRDB
import Roster

/// Walks the entries that a filter selects.
struct EntryReading {
  let database: Database
  let filter: EntryFilter
  var names: NameTable

  init(_ database: Database, filter: EntryFilter) {
    self.database = database
    self.filter = filter
    names = NameTable(database)
  }

  func forEach(_ body: (inout EntryReading, EntryLine) throws -> Void) throws {
    var conditions: [String] = []
    var arguments: [any SQLBindable] = []
    if let operation = filter.operation {
      conditions.append("a.operation = ?")
      arguments.append(operation)
    }
    if let user = filter.user {
      guard let number = try IDResolver.user(user, in: database) else { return }
      conditions.append("n.user = ?")
      arguments.append(number)
    }
    if let span = filter.span {
      // Two conditions say to SQLite at which append to begin and to end; the others are about entries.
      conditions.append(
        """
        a.id >= (SELECT append FROM entry WHERE id = ? + 1)
          AND a.id <= coalesce((SELECT append FROM entry WHERE id = ?), a.id)
          AND n.id > ? AND n.id <= ?
        """
      )
      arguments += [span.after, span.through, span.after, span.through]
    }
    let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let columns =
      "n.id AS id, n.kind, a.operation, o.system, n.user, a.recorded_at, n.returned, a.scope"
    // An operation has few appends, and each has the range of its entries.
    let tables =
      filter.user == nil
      ? """
      append a CROSS JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
      """
      : "entry n JOIN append a ON a.id = n.append"
    var sql = """
      SELECT \(columns) FROM \(tables) JOIN operation o ON o.id = a.operation \(condition)
      """
    if let last = filter.last {
      arguments.append(last)
      sql = "SELECT * FROM (\(sql) ORDER BY a.id DESC, n.id DESC LIMIT ?) ORDER BY id"
    } else {
      sql += filter.user == nil ? " ORDER BY a.id, n.id" : " ORDER BY n.id"
    }
    var reading = self
    try database.run(sql, arguments) { row in
      try body(&reading, Self.line(row))
    }
  }

  private static func line(_ row: SQLRow) throws -> EntryLine {
    guard let kind = EntryKind(code: row.integer(1)),
      let system = row.text(3).flatMap({ System(rawValue: $0.text) })
    else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "entry \(row.integer(0) as EntryID) of an unknown kind"
      )
    }
    return EntryLine(
      recorded: LogReference(
        entry: row.integer(0),
        kind: kind,
        operation: row.integer(2),
        recordedAt: Instant(milliseconds: row.integer(5))
      ),
      system: system,
      user: row.optionalInteger(4),
      returned: Int(row.integer(6)),
      scope: row.optionalInteger(7)
    )
  }

  /// How many cells an entry changed.
  func changed(by line: EntryLine) throws -> Int {
    guard [.fetched, .imported].contains(line.kind), let user = line.user else { return 0 }
    return Int(
      try database.first(
        """
        SELECT count(*) FROM cell_events h JOIN event e ON e.id = h.event
        WHERE h.user = ? AND h.entry = ? AND e.changed = 1
        """,
        [user, line.entry]
      ) { $0.integer(0) } ?? 0
    )
  }
}
