import GRDB
package import Roster

/// A user, with their name and job number.
package struct Person: Hashable, Sendable {
  /// The user.
  package let key: UserKey
  /// Their name; nil if the ledger has none.
  package let name: Verbatim?
  /// Their job number; nil if the ledger has none.
  package let jobNumber: Verbatim?
  /// Whether they have left the user list.
  package let hasLeft: Bool
}
