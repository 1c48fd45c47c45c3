import VerbatimJSON

extension JSON {
  /// The same object with a member of another value, or without it.
  func setting(_ key: String, _ value: JSON?) -> JSON {
    guard let members else { return self }
    guard let value else { return .object(members.filter { $0.key != key }) }
    guard members.contains(where: { $0.key == key }) else {
      return .object(members + [Member(key: key, value: value)])
    }
    return .object(members.map { $0.key == key ? Member(key: key, value: value) : $0 })
  }

  /// The same object with a member changed, if it has it.
  func changing(_ key: String, _ change: (JSON) -> JSON) -> JSON {
    self[key].map { setting(key, change($0)) } ?? self
  }

  /// The same object with the elements of a member changed, if there are any.
  func elements(of key: String, _ change: ([JSON]) -> [JSON]) -> JSON {
    changing(key) { list in
      list.elements.map { $0.isEmpty ? list : .array(change($0)) } ?? list
    }
  }
}
