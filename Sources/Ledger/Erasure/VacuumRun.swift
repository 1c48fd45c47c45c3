import LedgerStorage
import GRDB

/// Writes a ledger's file anew.
enum VacuumRun {
  /// Whether an erasure was not followed by a rewrite of the file.
  static func isDue(_ database: Database) throws -> Bool {
    try database.first("SELECT 1 FROM pending_scrub LIMIT 1") { _ in true } ?? false
  }

  /// Rewrites the file after an erasure, if no reader blocks it now; otherwise the next writer
  /// tries again.
  static func tryAgain(_ connection: DatabaseQueue) {
    _ = try? connection.writeWithoutTransaction { database in
      guard try isDue(database) else { return }
      try database.waiting(atMost: .zero) {
        // First, so that the file is not rewritten in vain.
        try database.checkpoint(.truncate)
        try run(database)
      }
    }
  }

  /// Rewrites every page, and empties the write-ahead log into the file.
  static func run(_ connection: DatabaseQueue, path: String) throws {
    do {
      try connection.writeWithoutTransaction { database in
        if try isDue(database) { try run(database) }
      }
    } catch let error as DatabaseError {
      throw ErasureError.notScrubbed(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// Keeps SQLite's statement journal in memory: it contains the old pages, and a temporary file of
  /// it would keep the erased content.
  static func setAsideInMemory(_ connection: DatabaseQueue) throws {
    try connection.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA temp_store = MEMORY")
    }
  }

  private static func run(_ database: Database) throws {
    // The copy no longer contains the erased content, and may be larger than the memory.
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
