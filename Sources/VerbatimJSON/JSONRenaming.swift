extension JSON {
  /// The document with other names of members, at every depth; nothing else is changed.
  ///
  /// - Parameter name: A member's new name, by its old one; nil to keep it.
  /// - Returns: The document with the new names.
  package func renamed(_ name: (String) -> String?) -> JSON {
    switch self {
    case .array(let elements): .array(elements.map { $0.renamed(name) })
    case .object(let members):
      .object(
        members.map { Member(key: name($0.key) ?? $0.key, value: $0.value.renamed(name)) }
      )
    default: self
    }
  }
}
