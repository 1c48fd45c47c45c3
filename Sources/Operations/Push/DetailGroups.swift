package import Roster

/// Which fields belong to which detail group, and how many items a user has in one.
package struct DetailGroups: Hashable, Sendable {
  private let groups: [FieldCode: Verbatim]
  private let members: [Verbatim: [FieldCode]]

  /// Reads them off a catalog.
  package init(_ catalog: [FieldDescription]) {
    let detail = catalog.filter(\.isDetail)
    groups = Dictionary(detail.map { ($0.code, $0.group) }, uniquingKeysWith: { first, _ in first })
    members = Dictionary(grouping: detail, by: \.group).mapValues { $0.map(\.code) }
  }

  /// The detail group of a field; nil for a field that has one item only.
  package func group(of field: FieldCode) -> Verbatim? { groups[field] }

  /// The fields of a detail group.
  package func fields(of group: Verbatim) -> [FieldCode] { members[group] ?? [] }

  /// Fields, with all fields of the detail groups that they belong to.
  func withSiblings(_ fields: Set<FieldCode>) -> Set<FieldCode> {
    fields.union(Set(fields.compactMap { groups[$0] }).flatMap(self.fields))
  }

  /// The number of items in a group.
  package func count(_ group: Verbatim, in contents: [CellAddress: Content]) -> Int {
    items(group, in: contents).keys.max().map { $0 + 1 } ?? 0
  }

  /// The items of a group, each with the contents of its fields.
  package func items(
    _ group: Verbatim,
    in contents: [CellAddress: Content]
  ) -> [Int: [FieldCode: Content]] {
    contents.items(of: Set(fields(of: group)))
  }
}

extension [CellAddress: Content] {
  /// The items of which some fields consist, each as what these fields hold.
  func items(of fields: Set<FieldCode>) -> [Int: [FieldCode: Content]] {
    var items: [Int: [FieldCode: Content]] = [:]
    for (address, content) in self where fields.contains(address.field) {
      guard case .item = content else { continue }
      items[address.item, default: [:]][address.field] = content
    }
    return items
  }
}
