package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Every token that was ever created, in the order of the numbers.
  ///
  /// - Returns: The tokens.
  /// - Throws: ``LedgerError``.
  package func grants() throws(LedgerError) -> [TokenGrant] {
    try read { try $0.rows(Self.grantQuery + " ORDER BY t.entry", read: Self.grant) }
  }

  /// Finds a token by its hash, in an index: for each request of the service.
  ///
  /// - Parameter hash: SHA-256 of the token's bytes.
  /// - Returns: The token, whether it is still valid or not; nil if there is none.
  /// - Throws: ``LedgerError``.
  package func grant(tokenHash hash: [UInt8]) throws(LedgerError) -> TokenGrant? {
    try read { try $0.first(Self.grantQuery + " WHERE t.hash = ?", [hash], read: Self.grant) }
  }

  /// The settings that are in force.
  ///
  /// - Returns: Their SHA-256, 32 bytes; nil if none were ever recorded.
  /// - Throws: ``LedgerError``.
  package func configurationInForce() throws(LedgerError) -> [UInt8]? {
    try read {
      try $0.first("SELECT digest FROM configuration ORDER BY entry DESC LIMIT 1") { $0.array(0) }
    }
  }

  /// The columns of a token; a condition follows.
  static let grantQuery = """
    SELECT t.entry, t.role, p.content, t.until, a.recorded_at, w.content, (
      SELECT b.recorded_at FROM revocation r
      JOIN entry m ON m.id = r.entry JOIN append b ON b.id = m.append WHERE r.token = t.entry)
    FROM token t
    JOIN entry n ON n.id = t.entry
    JOIN append a ON a.id = n.append
    JOIN operation o ON o.id = a.operation
    LEFT JOIN personal_text w ON w.id = o.actor
    LEFT JOIN personal_text p ON p.id = t.name
    """

  private static func grant(_ row: SQLRow) -> TokenGrant {
    let (until, revokedAt): (Int64?, Int64?) = (row.optionalInteger(3), row.optionalInteger(6))
    return TokenGrant(
      number: row.integer(0),
      role: row.text(1)?.text ?? "",
      name: row.text(2),
      until: until.map { Instant(milliseconds: $0) },
      createdAt: Instant(milliseconds: row.integer(4)),
      actor: row.text(5) ?? "",
      revokedAt: revokedAt.map { Instant(milliseconds: $0) }
    )
  }
}
