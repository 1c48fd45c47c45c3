package import LedgerStorage
import GRDB

extension Ledger {
  /// Copies the current ledger to a new file of mode 0600, and checks the copy.
  ///
  /// - Parameter path: The new file; an existing one is not changed.
  /// - Returns: The size of the copy.
  /// - Throws: ``LedgerError``; the copy is removed then.
  @discardableResult
  package func backUp(to path: String) throws(LedgerError) -> LedgerStatistics {
    try NewFile.fill(path) { partial in
      let copy = try DatabaseQueue(path: partial)
      try withReader { try $0.backup(to: copy) }
      try copy.close()
      let ledger = try Ledger.open(at: partial)
      try ledger.check()
      return try ledger.statistics()
    }
  }

  /// Lets SQLite check the file: its pages, indexes and references.
  ///
  /// - Throws: ``LedgerError``, `damaged` with the first fault.
  package func check() throws(LedgerError) {
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
