import GRDB

/// Writes a ledger's file anew.
enum VacuumRun {
  /// Whether there was an erasure after which that was not done.
  static func isDue(_ database: Database) throws -> Bool {
    try SQLStatement(database, "SELECT 1 FROM pending_scrub LIMIT 1").first { _ in true } ?? false
  }

  /// Does what an erasure left undone, if no reader is in the way at this moment; otherwise the one
  /// who writes next tries again.
  static func tryAgain(_ connection: DatabaseQueue) {
    _ = try? connection.writeWithoutTransaction { database in
      guard try isDue(database) else { return }
      let patience = try Int.fetchOne(database, sql: "PRAGMA busy_timeout") ?? 0
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? database.execute(sql: "PRAGMA busy_timeout = \(patience)") }
      // Before a file is written anew for nothing.
      try database.checkpoint(.truncate)
      try run(database)
    }
  }

  /// Writes every page anew, folds the write-ahead log in and leaves nothing of it.
  static func run(_ connection: DatabaseQueue, path: String) throws {
    do {
      try connection.writeWithoutTransaction { database in
        if try isDue(database) { try run(database) }
      }
    } catch let error as DatabaseError {
      throw ErasureError.notScrubbed(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// Lets what SQLite sets aside while it deletes stay in memory: it is pages as they were, and a
  /// file of it in the folder for temporary files would keep what goes.
  static func setAsideInMemory(_ connection: DatabaseQueue) throws {
    try connection.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA temp_store = MEMORY")
    }
  }

  private static func run(_ database: Database) throws {
    // The copy has nothing of what went any more, and may be larger than the memory.
    try database.execute(sql: "PRAGMA temp_store = FILE")
    try database.execute(sql: "VACUUM")
    try database.checkpoint(.truncate)
    try database.inTransaction {
      try database.execute(sql: "DELETE FROM pending_scrub")
      try database.countCommit()
      return .commit
    }
  }
}
