public import Roster

/// A field that came back, with what the response calls it.
public struct NamedField: Hashable, Sendable {
  /// The code under which it came back.
  public let code: FieldCode
  /// Its name, where the response has one.
  public let name: Verbatim?
  /// The code of its group, where the response has one.
  public let group: Verbatim?

  /// Names a field.
  public init(code: FieldCode, name: Verbatim?, group: Verbatim?) {
    self.code = code
    self.name = name
    self.group = group
  }
}
