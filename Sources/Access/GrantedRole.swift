package import Roster

/// What the log has as the role of a token: the role, and the classes of fields whose values its holder
/// sees whole, if those are others than the role's.
///
/// Example: `client`, or `client:open+private+sensitive`.
package struct GrantedRole: Hashable, Sendable {
  package let role: Role
  /// The classes of fields whose values are seen whole.
  package let classes: Set<FieldClass>

  package init(_ role: Role, seeing classes: Set<FieldClass>? = nil) {
    self.role = role
    self.classes = classes ?? role.classes
  }

  /// Takes the text of the log; nil if it is the role of no token that this program knows.
  package init?(logged text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let role = Role(rawValue: String(parts[0])), parts.count <= 2 else { return nil }
    guard parts.count == 2 else {
      self.init(role)
      return
    }
    let names = parts[1].split(separator: "+")
    let classes = names.compactMap { FieldClass(rawValue: String($0)) }
    guard classes.count == names.count else { return nil }
    self.init(role, seeing: Set(classes))
  }

  /// The text for the log.
  package var logged: String {
    guard classes != role.classes else { return role.rawValue }
    let names = FieldClass.allCases.filter(classes.contains).map(\.rawValue)
    return "\(role.rawValue):\(names.joined(separator: "+"))"
  }
}
