package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The fields of a user whose state the log knows.
  ///
  /// - Parameter user: The user.
  /// - Returns: The fields; none for a user who is not in the ledger.
  /// - Throws: ``LedgerError``.
  package func knownFields(of user: UserKey) throws(LedgerError) -> KnownFields {
    try read { database in
      guard let number = try IDResolver.user(user, in: database) else { return KnownFields() }
      var names = NameTable(database)
      func fields(_ sql: String) throws -> Set<FieldCode> {
        var fields: Set<FieldCode> = []
        try database.run(sql, [number]) { fields.insert(try names.code(ofField: $0.integer(0))) }
        return fields
      }
      return KnownFields(
        reported: try fields(
          """
          SELECT DISTINCT f.field FROM projected_observation s
          JOIN scope_field f ON f.scope = s.scope WHERE s.user = ?
          """
        ),
        written: try fields("SELECT DISTINCT field FROM projected_written WHERE user = ?"),
        open: try fields(
          """
          SELECT DISTINCT w.field FROM projected_write w
          JOIN event e ON e.id = w.event
          JOIN projected_row r ON r.intended = e.entry
          LEFT JOIN settlement s ON s.entry = r.settlement
          WHERE w.user = ? AND w.is_expected = 0
            AND r.status = \(RowStatus.uncertain.code) AND s.verdict IS NOT 'notApplied'
          """
        )
      )
    }
  }
}
