package import Roster

/// A user as a list of people has them.
package struct ListedPerson: Hashable, Sendable {
  package let person: Person
  /// The name of their department; nil if the ledger has none.
  package let department: Verbatim?
  /// Their status, by its label; nil if the ledger has none.
  package let status: Verbatim?
  /// When the last change of one of their cells was recorded; nil if none ever changed.
  package let lastChange: Instant?
}
