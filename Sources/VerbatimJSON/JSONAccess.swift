extension JSON {
  /// The value of an object's member, or nil if there is no such member or this is no object.
  ///
  /// Keys are compared by their UTF-8 bytes.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    for member in members where member.key.hasSameBytes(as: key) { return member.value }
    return nil
  }

  /// The decoded text of a string; nil for anything else.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number written as an integer (no fraction, no exponent) that fits; else nil.
  package var integer: Int64? { if case .number(let digits) = self { Int64(digits) } else { nil } }

  /// The elements of an array; nil for anything else.
  package var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object, in order; nil for anything else.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The truth of a boolean; nil for anything else.
  package var boolean: Bool? { if case .bool(let truth) = self { truth } else { nil } }

  /// Whether this is `null`.
  package var isNull: Bool { if case .null = self { true } else { false } }
}
