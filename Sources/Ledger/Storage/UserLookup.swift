import Crypto
import GRDB
import Roster

/// Finds users by a keyed hash of their key, so that no index holds the key itself.
struct UserLookup {
  private let key: SymmetricKey

  init(_ database: Database) throws {
    let statement = try RawStatement(database, "SELECT hex(lookup_key) FROM book")
    let hex = try statement.first { $0.text(0) ?? "" } ?? ""
    key = SymmetricKey(data: Self.bytes(ofHex: hex))
  }

  private static func bytes(ofHex hex: Verbatim) -> [UInt8] {
    let digits = hex.text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2)
      .map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// The first 16 bytes of HMAC-SHA256 over system, a zero byte and the user's key.
  func hash(_ user: UserKey) -> [UInt8] {
    var authentication = HMAC<SHA256>(key: key)
    authentication.update(data: Array(user.system.rawValue.utf8) + [0])
    authentication.update(data: user.id.bytes)
    return Array(authentication.finalize().prefix(16))
  }

  /// The user's number, if the ledger knows the user.
  func number(of user: UserKey, in database: Database) throws -> Int64? {
    try number(hash: hash(user), in: database)
  }

  func number(hash: [UInt8], in database: Database) throws -> Int64? {
    let statement = try RawStatement(database, "SELECT user FROM projected_user WHERE hash = ?")
    statement.bind(1, hash)
    return try statement.first { $0.integer(0) }
  }
}
