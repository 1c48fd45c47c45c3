import Roster
import VerbatimJSON

/// Reads parts that must be there; what is not says where it should have been.
///
/// Paths are put together only where something is wrong, since an answer has tens of thousands of
/// parts and most are right.
extension JSON {
  /// A member that must be there.
  func member(_ key: String) throws(MalformedAnswer) -> JSON {
    guard case .object = self else { throw MalformedAnswer("is not an object") }
    guard let value = self[key] else { throw MalformedAnswer(key, "is missing") }
    return value
  }

  /// A member, or nil where it is absent or `null`.
  func optionalMember(_ key: String) throws(MalformedAnswer) -> JSON? {
    guard case .object = self else { throw MalformedAnswer("is not an object") }
    return self[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// A member that must be a string that is not empty.
  func name(_ key: String) throws(MalformedAnswer) -> Verbatim {
    guard let text = try member(key).text else { throw MalformedAnswer(key, "is not a text") }
    guard !text.isEmpty else { throw MalformedAnswer(key, "is empty") }
    return Verbatim(text)
  }

  /// A member that is a string, or nil where it is absent or `null`.
  func optionalText(_ key: String) throws(MalformedAnswer) -> Verbatim? {
    guard let value = try optionalMember(key) else { return nil }
    guard let text = value.text else { throw MalformedAnswer(key, "is not a text") }
    return Verbatim(text)
  }

  /// A member that is a boolean; false where it is absent or `null`.
  func flag(_ key: String) throws(MalformedAnswer) -> Bool {
    guard let value = try optionalMember(key) else { return false }
    guard let truth = value.boolean else { throw MalformedAnswer(key, "is neither true nor false") }
    return truth
  }

  /// Reads each element of a member that must be an array, or, where it may be missing, that is one.
  func each(
    _ key: String,
    mayBeMissing: Bool = false,
    _ read: (JSON) throws(MalformedAnswer) -> Void
  ) throws(MalformedAnswer) {
    guard let value = mayBeMissing ? try optionalMember(key) : try member(key) else { return }
    guard let elements = value.elements else { throw MalformedAnswer(key, "is not a list") }
    for (index, element) in elements.enumerated() {
      do { try read(element) } catch { throw error.within("\(key)[\(index)]") }
    }
  }
}
