package import Ledger
package import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// The files whose values are in the log, in the order in which they were recorded.
  ///
  /// - Returns: The imports.
  /// - Throws: ``LedgerError``.
  package func imports() throws(LedgerError) -> [ImportSummary] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM imports ORDER BY operation").map { row in
        guard let system = System(rawValue: row["system"]) else {
          throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an unknown system")
        }
        return ImportSummary(
          operation: OperationNumber(rawValue: row["operation"]),
          system: system,
          file: Verbatim(row["file"]),
          sha256: row["sha256"],
          capturedAt: Instant(milliseconds: row["captured_at"])
        )
      }
    }
  }
}
