import Crypto
package import GRDB
package import Roster

/// Finds operations by a keyed hash of their request key, so that no index contains the key itself.
package struct RequestLookup {
  private var started: HMAC<SHA256>

  package init(_ database: Database) throws {
    let key = try database.first("SELECT lookup_key FROM ledger") { $0.array(0) } ?? []
    started = HMAC<SHA256>(key: SymmetricKey(data: key))
    started.update(data: Array("request".utf8) + [0])
  }

  /// The first 16 bytes of HMAC-SHA256 over `request`, a zero byte and the key.
  package func hash(_ key: Verbatim) -> [UInt8] {
    var authentication = started
    authentication.update(data: key.bytes)
    return authentication.finalize().withUnsafeBytes { Array($0.prefix(16)) }
  }
}
