import GRDB
public import Roster

/// A user with the names by which people know them.
public struct Person: Hashable, Sendable {
  /// The user.
  public let key: UserKey
  /// Their name, where the ledger holds one.
  public let name: Verbatim?
  /// Their job number, where the ledger holds one.
  public let jobNumber: Verbatim?
  /// Whether they have left the list of users.
  public let hasLeft: Bool
}
