/// The names of an object's members so far, to refuse a repeated one.
struct MemberNames {
  /// Up to this many members, comparing with each is faster than hashing.
  private static let fewest = 12
  private var names: Set<Name> = []

  private struct Name: Hashable {
    let text: String

    static func == (left: Name, right: Name) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
  }

  /// Adds a name; returns false if a member has it already.
  mutating func isNew(_ key: String, beside members: [JSON.Member]) -> Bool {
    if members.count < MemberNames.fewest {
      return !members.contains { $0.key.hasSameBytes(as: key) }
    }
    if names.isEmpty { names = Set(members.map { Name(text: $0.key) }) }
    return names.insert(Name(text: key)).inserted
  }
}
