extension JSON {
  /// The number that an integer is.
  package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  /// A string, or `null` if there is none.
  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// A number, or `null` if there is none.
  package static func optional(_ value: (some BinaryInteger)?) -> JSON {
    value.map { .integer($0) } ?? .null
  }

  /// An array of strings.
  package static func strings(_ texts: some Sequence<String>) -> JSON {
    .array(texts.map(JSON.string))
  }
}

// There is no literal for `null`: a `nil` that silently becomes `.null` instead of an absent
// optional would confuse absent with null, which are different facts.

extension JSON: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  /// Keeps the order of the literal's members.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }
}
