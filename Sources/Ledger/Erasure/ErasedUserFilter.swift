package import LedgerStorage
import GRDB
package import Roster

/// The erased users who must not be recorded again.
///
/// They are recognised by a keyed hash only.
package struct ErasedUserFilter {
  private var entries: [[UInt8]: EntryID] = [:]

  init(_ database: Database) throws {
    try database.run(
      """
      SELECT lookup, entry FROM erasure
      WHERE scope IS NULL AND entry NOT IN (SELECT erasure FROM readmission) ORDER BY entry
      """
    ) { entries[$0.array(0)] = $0.integer(1) }
  }

  /// The entry that erased a user who must not be recorded again; nil for every other user.
  package func erasure(of user: UserKey, _ lookup: UserLookup) -> EntryID? {
    entries.isEmpty ? nil : entries[lookup.hash(user)]
  }

  package mutating func add(_ hash: [UInt8], erasure: EntryID) { entries[hash] = erasure }

  package mutating func remove(_ hash: [UInt8]) { entries[hash] = nil }
}

extension Ledger {
  /// The users, out of some, who were erased and not readmitted: nothing may be recorded about
  /// them.
  ///
  /// - Parameter users: The users.
  /// - Returns: Each with the entry that erased them.
  /// - Throws: ``LedgerError``.
  package func erased(among users: [UserKey]) throws(LedgerError) -> [UserKey: EntryID] {
    try read { database in
      let suppressed = try ErasedUserFilter(database)
      let lookup = try UserLookup(database)
      var found: [UserKey: EntryID] = [:]
      for user in users { found[user] = suppressed.erasure(of: user, lookup) }
      return found
    }
  }
}
