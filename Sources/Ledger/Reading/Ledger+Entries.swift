import GRDB
public import Roster

/// Which entries of the book are wanted.
public struct EntryFilter: Hashable, Sendable {
  /// Those of one operation, or all.
  public var operation: Int64?
  /// Those about one user, or all.
  public var user: UserKey?
  /// Only the last so many, or all.
  public var last: Int?

  /// Makes a filter; without arguments, the whole book.
  public init(operation: Int64? = nil, user: UserKey? = nil, last: Int? = nil) {
    self.operation = operation
    self.user = user
    self.last = last
  }
}

/// One line of the book.
public struct EntryRow: Hashable, Sendable {
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

extension Ledger {
  /// Streams entries in the order of the book.
  ///
  /// - Parameters:
  ///   - filter: Which entries.
  ///   - each: Takes an entry; what it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func entries(_ filter: EntryFilter, each: (EntryRow) throws -> Void) throws {
    try reading { database in
      try EntryReading(database, filter: filter).forEach { reading, line in
        let changed = try reading.changed(by: line)
        try each(
          EntryRow(
            entry: line.entry,
            kind: line.kind,
            operation: line.operation,
            system: line.system,
            user: line.user.map { try reading.names.key(ofUser: $0) },
            recordedAt: line.recordedAt,
            values: line.returned,
            changed: changed
          )
        )
      }
    }
  }
}

/// A line of the book, in the book's own numbers.
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

/// Walks the entries that a filter names.
struct EntryReading {
  let database: Database
  let filter: EntryFilter
  var names: Names

  init(_ database: Database, filter: EntryFilter) {
    self.database = database
    self.filter = filter
    names = Names(database)
  }

  func forEach(_ body: (inout EntryReading, EntryLine) throws -> Void) throws {
    var conditions: [String] = []
    var arguments: [Int64] = []
    if let operation = filter.operation {
      conditions.append("a.operation = ?")
      arguments.append(operation)
    }
    if let user = filter.user {
      guard let number = try Resolve.user(user, in: database) else { return }
      conditions.append("n.user = ?")
      arguments.append(number)
    }
    let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let columns =
      "n.id AS id, n.kind, a.operation, o.system, n.user, a.recorded_at, n.returned, a.scope"
    // The appends of an operation are few, and each knows the range of its entries.
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
      arguments.append(Int64(last))
      sql = "SELECT * FROM (\(sql) ORDER BY a.id DESC, n.id DESC LIMIT ?) ORDER BY id"
    } else {
      sql += filter.user == nil ? " ORDER BY a.id, n.id" : " ORDER BY n.id"
    }
    let statement = try RawStatement(database, sql)
    for (index, argument) in arguments.enumerated() { statement.bind(Int32(index + 1), argument) }
    var reading = self
    try statement.forEachRow { row in
      guard let kind = EntryKind(code: row.integer(1)),
        let system = row.text(3).flatMap({ System(rawValue: $0.text) })
      else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT,
          message: "entry \(row.integer(0)) of an unknown kind"
        )
      }
      try body(
        &reading,
        EntryLine(
          entry: row.integer(0),
          kind: kind,
          operation: row.integer(2),
          system: system,
          user: row.optionalInteger(4),
          recordedAt: Instant(milliseconds: row.integer(5)),
          returned: Int(row.integer(6)),
          scope: row.optionalInteger(7)
        )
      )
    }
  }

  /// How many cells an entry changed.
  func changed(by line: EntryLine) throws -> Int {
    guard [.fetched, .imported].contains(line.kind), let user = line.user else { return 0 }
    let statement = try RawStatement(
      database,
      """
      SELECT count(*) FROM cell_events h JOIN event e ON e.id = h.event
      WHERE h.user = ? AND h.entry = ? AND e.changed = 1
      """
    )
    statement.bind(1, user)
    statement.bind(2, line.entry)
    return Int(try statement.first { $0.integer(0) } ?? 0)
  }
}
