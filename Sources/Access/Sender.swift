package import Roster

/// Who sent a request that is served.
package struct Sender: Sendable {
  /// The name under which the log knows them.
  package let name: Verbatim
  /// The role by which they may do what they ask for; `owner` for the account of the service and root.
  package let role: String
  /// What they see of values.
  package let sight: Sight
  /// Who they are in the roster; nil if that is not known.
  package let user: UserKey?
  /// Whom the page showed already for which this is asked; nil if it is asked for no page.
  package let shown: ShownPeople?

  package init(
    name: Verbatim,
    role: String,
    sight: Sight,
    user: UserKey? = nil,
    shown: ShownPeople? = nil
  ) {
    self.name = name
    self.role = role
    self.sight = sight
    self.user = user
    self.shown = shown
  }
}
