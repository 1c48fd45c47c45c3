/// A JSON document, or a part of one, kept as it was written.
///
/// Numbers keep their digits, objects keep the order of their members, and strings are equal only
/// if their UTF-8 bytes are: a precomposed and a decomposed `é` are two strings.
package enum JSON: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, digit by digit as it was written; must be a number of RFC 8259.
  case number(String)
  /// A string, decoded.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object, its members in order.
  case object([Member])
  /// A value that no text can represent: a string with half a surrogate pair, with invalid UTF-8,
  /// with an unknown escape or a bare control character, or an object with two members of one name.
  ///
  /// Only lenient parsing gives it (``init(parsingLeniently:)``); it is written as `null`.
  case unreadable

  /// A member of an object.
  package struct Member: Sendable {
    /// The member's name.
    package let key: String
    /// The member's value.
    package let value: JSON

    package init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }
  }
}

extension JSON: Hashable {
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null), (.unreadable, .unreadable): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left.hasSameBytes(as: right)
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let truth):
      hasher.combine(1)
      hasher.combine(truth)
    case .number(let digits):
      hasher.combine(2)
      digits.hashBytes(into: &hasher)
    case .string(let text):
      hasher.combine(3)
      text.hashBytes(into: &hasher)
    case .array(let elements):
      hasher.combine(4)
      hasher.combine(elements)
    case .object(let members):
      hasher.combine(5)
      hasher.combine(members)
    case .unreadable: hasher.combine(6)
    }
  }
}

extension JSON.Member: Hashable {
  package static func == (left: JSON.Member, right: JSON.Member) -> Bool {
    left.key.hasSameBytes(as: right.key) && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    key.hashBytes(into: &hasher)
    hasher.combine(value)
  }
}
