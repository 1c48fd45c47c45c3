import LedgerStorage
import GRDB
import Roster

/// The legal holds on users.
struct Holds {
  let database: Database

  init(_ database: Database) { self.database = database }

  /// The held entry of the hold in force on a user; nil if there is none.
  func hold(on user: UserNumber) throws -> EntryID? {
    let last: (kind: Int64, entry: EntryID)? = try database.first(
      """
      SELECT kind, id FROM entry WHERE user = ? AND kind IN (?, ?) ORDER BY id DESC LIMIT 1
      """,
      [user, EntryKind.held.code, EntryKind.released.code]
    ) { ($0.integer(0), $0.integer(1)) }
    return last.flatMap { kind, entry in kind == EntryKind.held.code ? entry : nil }
  }

  /// The hold on a user or on a linked user: both are the same person.
  func holdOnPerson(_ user: UserNumber) throws -> EntryID? {
    if let own = try hold(on: user) { return own }
    let linked: [UserNumber] = try database.rows(
      """
      SELECT maycur FROM projected_link WHERE dingtalk = ?1
      UNION SELECT dingtalk FROM projected_link WHERE maycur = ?1
      """,
      [user]
    ) { $0.integer(0) }
    for other in linked { if let hold = try hold(on: other) { return hold } }
    return nil
  }
}
