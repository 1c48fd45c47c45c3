import Crypto
package import GRDB
package import Roster

/// Finds users by a keyed hash of their key, so that no index contains the key itself.
package struct UserLookup {
  /// The hash state after the system and its zero byte.
  private let started: [System: HMAC<SHA256>]

  package init(_ database: Database) throws {
    let statement = try SQLStatement(database, "SELECT lookup_key FROM ledger")
    let key = SymmetricKey(data: try statement.first { $0.array(0) } ?? [])
    var started: [System: HMAC<SHA256>] = [:]
    for system in System.allCases {
      var authentication = HMAC<SHA256>(key: key)
      authentication.update(data: Array(system.rawValue.utf8) + [0])
      started[system] = authentication
    }
    self.started = started
  }

  /// The first 16 bytes of HMAC-SHA256 over system, a zero byte and the user's key as it is compared.
  package func hash(_ user: UserKey) -> [UInt8] {
    guard var authentication = started[user.system] else { return [] }
    authentication.update(data: user.compared.bytes)
    return authentication.finalize().withUnsafeBytes { Array($0.prefix(16)) }
  }

  /// The user's number, if the ledger knows the user.
  package func number(of user: UserKey, in database: Database) throws -> UserNumber? {
    try number(hash: hash(user), in: database)
  }

  /// Finds the number of a user by their hash.
  package static let search = "SELECT user FROM projected_user WHERE hash = ?"

  package func number(hash: [UInt8], in database: Database) throws -> UserNumber? {
    let statement = try SQLStatement(database, Self.search)
    statement.bind(1, hash)
    return try statement.first { $0.integer(0) }
  }
}
