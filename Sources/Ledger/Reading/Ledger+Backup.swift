import GRDB

extension Ledger {
  /// Copies the ledger, as it is at one moment, to a new file of mode 0600, and checks the copy.
  ///
  /// - Parameter path: Where to; a file that is already there is left alone.
  /// - Returns: How large the copy is.
  /// - Throws: ``LedgerError``; no copy is left behind then.
  @discardableResult
  package func backUp(to path: String) throws(LedgerError) -> LedgerStatistics {
    try NewFile.fill(path) { partial in
      let copy = try DatabaseQueue(path: partial)
      try connection.backup(to: copy)
      try copy.close()
      let ledger = try Ledger.open(at: partial)
      try ledger.check()
      return try ledger.statistics()
    }
  }

  /// Has SQLite check the file: its pages, its indexes and its references.
  ///
  /// - Throws: ``LedgerError``, `damaged` with the first thing found.
  package func check() throws(LedgerError) {
    try translating(path) {
      try read { database in
        let found = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
        guard found == "ok" else { throw LedgerError.damaged(path: path, reason: found) }
        if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
          let table: String = row[0]
          throw LedgerError.damaged(path: path, reason: "a row of \(table) refers to nothing")
        }
      }
    }
  }
}
