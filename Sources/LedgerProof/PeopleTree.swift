package import GRDB
import LeafFormat
import LedgerStorage
package import Roster
package import TransparencyLog

/// The tree over the people of a set (docs/format.md, "Accesses").
///
/// A leaf is the commitment of a person's key, so a proof that a person is in the set reveals no
/// other one. The leaves are in the order of their bytes.
package struct PeopleTree: Sendable {
  /// How many there are.
  package let people: Int
  package let root: MerkleHash

  /// - Parameters:
  ///   - users: The people, each once.
  ///   - database: The log.
  /// - Throws: `ProofGap` if a user is missing.
  package init(of users: some Collection<UserNumber>, in database: Database) throws {
    people = users.count
    let commitments = Commitments()
    let leaves = try users.map { try commitments.person($0, in: database).key }
    root = ValuesTree.root(of: leaves.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
  }

  /// - Parameters:
  ///   - set: The number of a set in the log.
  ///   - database: The log.
  /// - Throws: `ProofGap` if a user is missing.
  package init(ofSet set: Int64, in database: Database) throws {
    let users: [UserNumber] = try database.rows(
      "SELECT user FROM people_set_member WHERE people_set = ?",
      [set]
    ) { $0.integer(0) }
    try self.init(of: users, in: database)
  }
}
