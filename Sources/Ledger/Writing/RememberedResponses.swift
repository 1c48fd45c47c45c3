import LedgerProof
import LedgerStorage
import Crypto
package import GRDB
package import Roster
import TransparencyLog

/// Recognises that a response about a user equals the last response for the same scope.
///
/// A keyed digest of the cells in their order is stored: 128 bits of HMAC-SHA256, so that of 10^18
/// changed responses not one is likely to be considered equal. It is valid until something newer
/// about the user is recorded: an append of an event of the user, or of a new `unionid`, deletes
/// it. Writes without an observation are not part of it; the caller checks them.
///
/// A digest that an attacker put into the ledger would keep a change out of the log. So the key of
/// the digests is made from one in the ledger and one that only the holder of the signing key can
/// make, and a digest is bound to its user, its scope and the values root of what was stated:
/// neither a new digest, nor an old one, nor another user's is recognised.
package struct RememberedResponses {
  /// The digest of a response about a user.
  package struct Digest: Equatable {
    fileprivate let high: UInt64
    fileprivate let low: UInt64

    fileprivate var bytes: [UInt8] {
      withUnsafeBytes(of: high) { Array($0) } + withUnsafeBytes(of: low) { Array($0) }
    }

    init?(_ bytes: UnsafeRawBufferPointer?) {
      guard let bytes, bytes.count >= 16 else { return nil }
      high = bytes.loadUnaligned(as: UInt64.self)
      low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }
  }

  private let started: HMAC<SHA256>

  /// Reads the key of a ledger, and makes one if there is none.
  ///
  /// The secret is what only the holder of the signing key can make; nil if there is no key.
  init(_ database: Database, random: RandomBytes, secret: [UInt8]?) throws {
    var key = try database.first("SELECT key FROM remembered_key") { $0.array(0) }
    if key == nil {
      let made = random.make(32)
      try database.run("INSERT INTO remembered_key (id, key) VALUES (1, ?)", [made])
      // Digests of a lost key are never recognised again, and need not remain.
      try database.run("DELETE FROM remembered_answer")
      key = made
    }
    let both = HMAC<SHA256>.authenticationCode(
      for: key ?? [],
      using: SymmetricKey(data: secret ?? [])
    )
    started = HMAC<SHA256>(key: SymmetricKey(data: both))
  }

  /// The digest of a response about a user.
  package func digest(of response: UserResponse) -> Digest? {
    let bytes = response.cells.withUnsafeBufferPointer { cells in
      // Index, do not iterate: iterating retains and releases every string.
      var room = DigestWriter.room(for: response.unionID)
      for place in cells.indices { room += DigestWriter.room(for: cells[place]) }
      return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        var writer = DigestWriter(UnsafeMutableRawBufferPointer(buffer))
        writer.add(response.unionID)
        for place in cells.indices { writer.add(cells[place]) }
        count = writer.count
      }
    }
    var authentication = started
    authentication.update(data: bytes)
    return authentication.finalize().withUnsafeBytes { Digest($0) }
  }

  /// Finds the bound digest of the last response about a user for a scope, and its values root.
  static let search = """
    SELECT a.digest, v.root FROM remembered_answer a
    JOIN projected_values v ON v.user = a.user AND v.scope = a.scope
    WHERE a.user = ? AND a.scope = ?
    """

  /// The stored form of a digest: bound to its user, its scope and the values root.
  func bound(
    _ digest: Digest,
    to root: UnsafeRawBufferPointer,
    user: UserNumber,
    scope: ScopeNumber
  ) -> Digest? {
    var authentication = started
    let (user, scope) = (UInt64(bitPattern: user.rawValue), UInt64(bitPattern: scope.rawValue))
    for number in [digest.high, digest.low, user, scope] {
      withUnsafeBytes(of: number) { authentication.update(data: $0) }
    }
    authentication.update(data: root)
    return authentication.finalize().withUnsafeBytes { Digest($0) }
  }

  /// Stores the digest of a response about a user, after the leaf was made.
  ///
  /// Nothing is stored without a values root, since the next response has another one.
  package func keep(
    _ digest: Digest,
    of user: UserNumber,
    scope: ScopeNumber,
    in database: Database
  ) throws {
    guard let root = try LiveValues(database).kept(user, scope),
      let bound = root.withUnsafeBytes({ bound(digest, to: $0, user: user, scope: scope) })
    else { return }
    try database.run(
      """
      INSERT INTO remembered_answer (user, scope, digest) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET digest = excluded.digest
      """,
      [user, scope, bound.bytes]
    )
  }

  /// Deletes the digests of a user, because something newer was recorded.
  static func forget(_ user: UserNumber, in database: Database) throws {
    try database.run("DELETE FROM remembered_answer WHERE user = ?", [user])
  }
}
