import GRDB
package import Roster

/// A user with the names by which people know them.
package struct Person: Hashable, Sendable {
  /// The user.
  package let key: UserKey
  /// Their name, where the ledger holds one.
  package let name: Verbatim?
  /// Their job number, where the ledger holds one.
  package let jobNumber: Verbatim?
  /// Whether they have left the list of users.
  package let hasLeft: Bool
}
