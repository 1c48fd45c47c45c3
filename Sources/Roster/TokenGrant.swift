/// A token of the service, as the log knows it: what its holder may do, and until when.
///
/// The token itself is in no place; the log has its SHA-256.
package struct TokenGrant: Hashable, Sendable {
  /// The number of the granted entry, by which the token is revoked.
  package let number: EntryID
  /// The name of the role.
  package let role: String
  /// What the token is called; nil if it has no name, or the name was erased.
  package let name: Verbatim?
  /// From when on it is no longer valid; nil if it stays so.
  package let until: Instant?
  /// When it was created.
  package let createdAt: Instant
  /// The account that created it, from the machine.
  package let actor: Verbatim
  /// When it was revoked; nil if it was not.
  package let revokedAt: Instant?

  package init(
    number: EntryID,
    role: String,
    name: Verbatim? = nil,
    until: Instant?,
    createdAt: Instant,
    actor: Verbatim,
    revokedAt: Instant? = nil
  ) {
    self.number = number
    self.role = role
    self.name = name
    self.until = until
    self.createdAt = createdAt
    self.actor = actor
    self.revokedAt = revokedAt
  }
}

/// A token that is to be created.
package struct NewToken: Hashable, Sendable {
  /// SHA-256 of the token's bytes: 32 bytes.
  package let hash: [UInt8]
  /// The name of the role.
  package let role: String
  /// From when on it is no longer valid; nil if it stays so.
  package let until: Instant?
  /// What it is called; nil if it has no name.
  package let name: Verbatim?

  package init(hash: [UInt8], role: String, until: Instant?, name: Verbatim? = nil) {
    self.hash = hash
    self.role = role
    self.until = until
    self.name = name
  }
}
