import LedgerStorage
import Crypto
package import GRDB
import Roster
package import TransparencyLog

/// The ledger's key for nonces.
///
/// It remains when a person is erased, so that leaves can be recomputed.
package struct ProofKey {
  /// The commitment to the key in the leaf of the first entry.
  package let commitment: MerkleHash
  private let started: HMAC<SHA256>

  package init(_ key: [UInt8]) {
    started = HMAC<SHA256>(key: SymmetricKey(data: key))
    commitment = MerkleHash.digest(of: key)
  }

  /// Reads the key of a ledger.
  package init(_ database: Database) throws {
    guard
      let key = try database.first("SELECT key FROM proof_key WHERE id = 1", read: { $0.array(0) })
    else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the key of the proof is missing")
    }
    self.init(key)
  }

  /// The nonce of an entry: HMAC-SHA256 over its number.
  func nonce(of entry: EntryID) -> [UInt8] {
    var authentication = started
    withUnsafeBytes(of: entry.rawValue.bigEndian) { authentication.update(data: $0) }
    return authentication.finalize().withUnsafeBytes { [UInt8]($0) }
  }
}
