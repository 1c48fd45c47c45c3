package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// What a system last reported about a user who left, since they left.
  ///
  /// - Parameters:
  ///   - user: The user.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: The record, a JSON object; nil if there is none, or it was erased.
  /// - Throws: ``LedgerError``.
  package func leaving(
    of user: UserKey,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> Verbatim? {
    let upTo = position?.entry
    return try read { database in
      guard let number = try IDResolver.user(user, in: database) else { return nil }
      return try database.first(
        """
        SELECT t.content FROM dismissal d
        JOIN entry n ON n.id = d.entry
        JOIN personal_text t ON t.id = d.record
        WHERE n.user = ?1 AND n.id <= ?2 AND NOT EXISTS (
          SELECT 1 FROM entry r WHERE r.user = ?1 AND r.kind = ?3 AND r.id BETWEEN n.id AND ?2)
        ORDER BY n.id DESC LIMIT 1
        """,
        [number, upTo ?? EntryID.max, EntryKind.rejoined.code]
      ) { $0.text(0) } ?? nil
    }
  }
}
