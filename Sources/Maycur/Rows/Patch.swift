/// What is wanted of a field that one request may mention.
package enum Patch<Value> {
  /// It stays as it is: its key is not sent.
  case keep
  /// It becomes empty, in the way in which this field is emptied.
  case clear
  /// It becomes this.
  case value(Value)

  /// The value, where one is wanted.
  package var value: Value? { if case .value(let value) = self { value } else { nil } }

  /// Whether the field is not to be touched.
  package var isKeep: Bool { if case .keep = self { true } else { false } }

  /// Whether the field is to become empty.
  package var isClear: Bool { if case .clear = self { true } else { false } }

  /// The same wish of a value in another form.
  ///
  /// - Parameter transform: Gives the value its other form.
  /// - Returns: The wish; keep and clear stay what they are.
  package func map<Other>(_ transform: (Value) -> Other) -> Patch<Other> {
    switch self {
    case .keep: .keep
    case .clear: .clear
    case .value(let value): .value(transform(value))
    }
  }
}

extension Patch: Equatable where Value: Equatable {}
extension Patch: Hashable where Value: Hashable {}
extension Patch: Sendable where Value: Sendable {}
