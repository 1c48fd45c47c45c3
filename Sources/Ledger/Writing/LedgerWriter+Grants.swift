package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends that a token may be used.
  ///
  /// - Parameters:
  ///   - token: The token, of which no other one has the hash.
  ///   - now: The time now.
  /// - Returns: The number of the entry, which is the token's.
  /// - Throws: ``LedgerError``.
  @discardableResult
  package func grant(_ token: NewToken, now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { appending in
      let name = try appending.text(token.name)
      let entry = try appending.entry(.granted, alone: operation)
      try appending.database.run(
        "INSERT INTO token (entry, role, hash, until, name) VALUES (?, ?, ?, ?, ?)",
        [entry, token.role, token.hash, token.until?.milliseconds, name]
      )
      return entry
    }
  }

  /// Appends that a token may no longer be used.
  ///
  /// - Parameters:
  ///   - token: The token's number.
  ///   - now: The time now.
  /// - Returns: The number of the entry.
  /// - Throws: ``LedgerError``, `grant` if there is no such token, or it was revoked before.
  @discardableResult
  package func revoke(_ token: EntryID, now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { appending in
      let isRevoked = try appending.database.first(
        """
        SELECT EXISTS (SELECT 1 FROM revocation r WHERE r.token = t.entry)
        FROM token t WHERE t.entry = ?
        """,
        [token]
      ) { $0.integer(0) == 1 }
      guard let isRevoked else { throw LedgerError.grant(.noSuchToken(token)) }
      if isRevoked { throw LedgerError.grant(.alreadyRevoked(token)) }
      let entry = try appending.entry(.revoked, alone: operation)
      try appending.database.run(
        "INSERT INTO revocation (entry, token) VALUES (?, ?)",
        [entry, token]
      )
      return entry
    }
  }

  /// Appends which settings are in force from here on.
  ///
  /// - Parameters:
  ///   - digest: SHA-256 of the settings: 32 bytes.
  ///   - now: The time now.
  /// - Returns: The number of the entry.
  /// - Throws: ``LedgerError``.
  @discardableResult
  package func configure(_ digest: [UInt8], now: Instant) throws(LedgerError) -> EntryID {
    try append(now: now) { appending in
      let entry = try appending.entry(.configured, alone: operation)
      try appending.database.run(
        "INSERT INTO configuration (entry, digest) VALUES (?, ?)",
        [entry, digest]
      )
      return entry
    }
  }
}

extension AppendTransaction {
  /// Appends an entry that is the only one of its append, and concerns no user.
  fileprivate mutating func entry(
    _ kind: EntryKind,
    alone operation: OperationNumber
  ) throws -> EntryID {
    try begin(Facts(operation: operation, entries: 1))
    return try entry(kind)
  }
}
