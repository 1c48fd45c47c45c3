import GRDBSQLite
import Roster

/// The obvious design: a row for every value of every fetch, people and fields as numbers, with
/// statements that are prepared once, each response a transaction as durable as the ledger's.
final class RowPerValue {
  let database: RawDatabase
  private let insert: OpaquePointer
  private var fields: [Verbatim: Int64] = [:]
  private var users: [Verbatim: Int64] = [:]

  init(_ path: String) throws {
    database = try RawDatabase(path)
    try database.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE seen (
        user INTEGER, field INTEGER, item INTEGER, fetch INTEGER, value TEXT, label TEXT,
        PRIMARY KEY (user, field, item, fetch)
      ) WITHOUT ROWID;
      """
    )
    insert = try database.prepare("INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)")
  }

  deinit { sqlite3_finalize(insert) }

  func append(_ answer: RosterResponse, fetch: Int64) throws {
    try database.execute("BEGIN IMMEDIATE")
    for user in answer.users {
      let number = users[user.user] ?? Int64(users.count + 1)
      users[user.user] = number
      sqlite3_bind_int64(insert, 1, number)
      sqlite3_bind_int64(insert, 4, fetch)
      for cell in user.cells {
        let field = fields[cell.address.field] ?? Int64(fields.count + 1)
        fields[cell.address.field] = field
        sqlite3_bind_int64(insert, 2, field)
        sqlite3_bind_int64(insert, 3, Int64(cell.address.item))
        bind(5, cell.content.value)
        bind(6, cell.content.label)
        try database.step(insert)
      }
    }
    try database.execute("COMMIT")
  }

  private func bind(_ index: Int32, _ text: Verbatim?) {
    guard let text else {
      sqlite3_bind_null(insert, index)
      return
    }
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let bound: Void? = text.text.utf8.withContiguousStorageIfAvailable { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(insert, index, $0.baseAddress, Int32($0.count), copied)
      }
    }
    if bound == nil { sqlite3_bind_null(insert, index) }
  }

  /// The bytes of the file.
  func bytes() throws -> Int {
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return try database.rows(
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )[0][0].number
  }

  /// Reads what one person, or everybody, had at a fetch.
  func roster(of user: Int64?, at fetch: Int64) throws -> Int {
    let statement = try database.prepare(
      """
      SELECT user, field, item, value, label FROM seen
      WHERE fetch = ?1\(user == nil ? "" : " AND user = ?2")
      """
    )
    defer { sqlite3_finalize(statement) }
    sqlite3_bind_int64(statement, 1, fetch)
    if let user { sqlite3_bind_int64(statement, 2, user) }
    return try database.step(statement) {
      for column in 0..<5 as Range<Int32> { _ = sqlite3_column_text(statement, column) }
    }
  }

  /// Reads every value that a cell had.
  func history(of user: Int64, field: Int64) throws -> Int {
    let statement = try database.prepare(
      "SELECT fetch, value, label FROM seen WHERE user = ? AND field = ? AND item = 0"
    )
    defer { sqlite3_finalize(statement) }
    sqlite3_bind_int64(statement, 1, user)
    sqlite3_bind_int64(statement, 2, field)
    return try database.step(statement) {
      for column in 0..<3 as Range<Int32> { _ = sqlite3_column_text(statement, column) }
    }
  }
}
