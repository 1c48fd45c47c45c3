extension JSON {
  /// The value of an object's member, or nil where there is no such member or this is no object.
  ///
  /// Keys are compared by their UTF-8 bytes.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    for member in members where member.key.hasSameBytes(as: key) { return member.value }
    return nil
  }

  /// The decoded text of a string; nil for anything else.
  public var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number written as an integer (no fraction, no exponent) that fits; else nil.
  public var integer: Int64? { if case .number(let digits) = self { Int64(digits) } else { nil } }

  /// The elements of an array; nil for anything else.
  public var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object, in order; nil for anything else.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The truth of a boolean; nil for anything else.
  public var boolean: Bool? { if case .bool(let truth) = self { truth } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }
}
