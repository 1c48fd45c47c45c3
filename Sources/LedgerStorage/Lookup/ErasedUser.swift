package import GRDB
package import Roster

/// The names of erased users: only their number is left.
package enum ErasedUser {
  private static let prefix = "erased#"

  /// The name in place of the key.
  package static func name(_ user: UserNumber) -> Verbatim { Verbatim("\(prefix)\(user)") }

  /// Whether a user was erased.
  package static func isErased(_ user: UserNumber, in database: Database) throws -> Bool {
    try database.first("SELECT 1 FROM erased_user WHERE id = ?", [user]) { _ in true } ?? false
  }

  /// Whether an erased entry erased a whole user, and not only some fields.
  package static func isErased(by erasure: EntryID, in database: Database) throws -> Bool {
    try database.first("SELECT 1 FROM erasure WHERE entry = ? AND scope IS NULL", [erasure]) { _ in
      true
    } ?? false
  }

  /// The user's number in such a name; nil if it is no such name, or names no user of the system.
  package static func number(of key: UserKey, in database: Database) throws -> UserNumber? {
    guard key.id.text.hasPrefix(prefix),
      let number = Int64(key.id.text.dropFirst(prefix.count)).map({ UserNumber($0) }),
      name(number) == key.id
    else { return nil }
    return try database.first(
      "SELECT u.id FROM user u JOIN erased_user e ON e.id = u.id WHERE u.id = ? AND u.system = CAST(? AS TEXT)",
      [number, key.system.rawValue.utf8]
    ) { $0.integer(0) }
  }
}
