package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Finds the first operation that was requested under a key, in an index.
  ///
  /// - Parameter key: The key, as the client gave it.
  /// - Returns: The operation, and the digest of its request; nil if there is none, or the key named a
  ///   person who was erased.
  /// - Throws: ``LedgerError``.
  package func operation(requestKey key: Verbatim) throws(LedgerError) -> RequestedOperation? {
    try read { database in
      try database.first(
        """
        SELECT p.operation, t.content FROM projected_request p
        JOIN operation o ON o.id = p.operation
        LEFT JOIN personal_text t ON t.id = o.request_digest
        WHERE p.hash = ? ORDER BY p.operation LIMIT 1
        """,
        [try RequestLookup(database).hash(key)]
      ) { RequestedOperation(operation: $0.integer(0), digest: $0.text(1)) }
    }
  }
}
