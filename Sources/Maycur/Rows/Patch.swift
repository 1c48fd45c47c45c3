/// What a request does to one field.
package enum Patch<Value> {
  /// Keep the field: its key is not sent.
  case keep
  /// Empty the field, in this field's way.
  case clear
  /// It becomes this.
  case value(Value)

  /// The value; nil for keep and clear.
  package var value: Value? { if case .value(let value) = self { value } else { nil } }

  /// Whether the field is kept.
  package var isKeep: Bool { if case .keep = self { true } else { false } }

  /// Whether the field is cleared.
  package var isClear: Bool { if case .clear = self { true } else { false } }

  /// The same patch with its value converted.
  ///
  /// - Parameter transform: Converts the value.
  /// - Returns: The patch; keep and clear are unchanged.
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
