import LedgerStorage
import GRDB
import TransparencyLog

/// The commitments that remain of erased rows.
enum ErasedCommitments {
  static func value(ofEvent event: Int64, in database: Database) throws -> MerkleHash? {
    try kept("SELECT commitment FROM main.erased_value WHERE id = ?", event, database)
  }

  static func text(_ number: Int64, in database: Database) throws -> MerkleHash? {
    try kept("SELECT commitment FROM main.erased_text WHERE id = ?", number, database)
  }

  static func union(_ number: Int64, in database: Database) throws -> MerkleHash? {
    try kept("SELECT commitment FROM main.erased_union WHERE id = ?", number, database)
  }

  static func person(_ user: Int64, in database: Database) throws -> Identity? {
    let statement = try SQLStatement(
      database,
      "SELECT surrogate, commitment FROM main.erased_user WHERE id = ?"
    )
    statement.bind(1, user)
    return try statement.first { row in
      hash(row, 1).map { Identity(surrogate: row.array(0), key: $0) }
    } ?? nil
  }

  private static func kept(
    _ sql: String,
    _ number: Int64,
    _ database: Database
  ) throws -> MerkleHash? {
    let statement = try SQLStatement(database, sql)
    statement.bind(1, number)
    return try statement.first { hash($0, 0) } ?? nil
  }

  static func hash(_ row: SQLRow, _ column: Int32) -> MerkleHash? {
    row.withBytes(column) { $0.flatMap { MerkleHash($0) } }
  }
}
