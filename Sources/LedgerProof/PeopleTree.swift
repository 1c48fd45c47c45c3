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
    root = ValuesTree.root(of: try Self.leaves(of: users, in: database))
  }

  /// The leaves of the tree over people, in their order.
  private static func leaves(
    of users: some Collection<UserNumber>,
    in database: Database
  ) throws -> [MerkleHash] {
    let commitments = Commitments()
    let leaves = try users.map { try commitments.person($0, in: database).key }
    return leaves.sorted { $0.precedes($1) }
  }

  /// The leaves of the tree over the people of a set, in their order.
  ///
  /// - Parameters:
  ///   - set: The number of a set in the log.
  ///   - database: The log.
  /// - Returns: The commitments.
  /// - Throws: `ProofGap` if a user is missing.
  package static func leaves(ofSet set: Int64, in database: Database) throws -> [MerkleHash] {
    try leaves(of: users(ofSet: set, in: database), in: database)
  }

  /// - Parameters:
  ///   - set: The number of a set in the log.
  ///   - database: The log.
  /// - Throws: `ProofGap` if a user is missing.
  package init(ofSet set: Int64, in database: Database) throws {
    try self.init(of: try Self.users(ofSet: set, in: database), in: database)
  }

  private static func users(ofSet set: Int64, in database: Database) throws -> [UserNumber] {
    try database.rows("SELECT user FROM people_set_member WHERE people_set = ?", [set]) {
      $0.integer(0)
    }
  }
}
