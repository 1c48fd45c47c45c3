package import Roster

/// A field that came back, with what the response calls it.
package struct NamedField: Hashable, Sendable {
  /// The code under which it came back.
  package let code: FieldCode
  /// Its name, where the response has one.
  package let name: Verbatim?
  /// The code of its group, where the response has one.
  package let group: Verbatim?

  package init(code: FieldCode, name: Verbatim?, group: Verbatim?) {
    self.code = code
    self.name = name
    self.group = group
  }
}
