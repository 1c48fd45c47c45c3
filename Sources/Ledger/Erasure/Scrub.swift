import GRDB

/// Writes a ledger's file anew.
enum Scrub {
  /// Whether there was an erasure after which that was not done.
  static func isDue(_ database: Database) throws -> Bool {
    try RawStatement(database, "SELECT 1 FROM pending_scrub LIMIT 1").first { _ in true } ?? false
  }

  /// Writes every page anew, folds the write-ahead log in and leaves nothing of it.
  static func run(_ connection: DatabaseQueue, path: String) throws {
    do {
      try connection.writeWithoutTransaction { database in
        guard try isDue(database) else { return }
        try database.execute(sql: "VACUUM")
        try database.checkpoint(.truncate)
        try database.execute(sql: "DELETE FROM pending_scrub")
      }
    } catch let error as DatabaseError {
      throw ErasureError.notScrubbed(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }
}
