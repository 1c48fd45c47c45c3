package import Roster

/// A returned field, with the name and group that the response gives it.
package struct NamedField: Hashable, Sendable {
  /// The code under which it was returned.
  package let code: FieldCode
  /// Its name; nil if the response has none.
  package let name: Verbatim?
  /// The code of its group; nil if the response has none.
  package let group: Verbatim?
}
