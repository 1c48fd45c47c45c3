package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The company whose responses the ledger accepts.
  ///
  /// - Parameter system: The system.
  /// - Returns: The company's key in that system; nil if none is recorded yet.
  /// - Throws: ``LedgerError``.
  package func company(_ system: System) throws(LedgerError) -> Verbatim? {
    try read { database in
      try String.fetchOne(
        database,
        sql: "SELECT key FROM company WHERE system = ?",
        arguments: [system.rawValue]
      ).map { Verbatim($0) }
    }
  }
}
