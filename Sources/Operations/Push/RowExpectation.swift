package import Roster

/// What a row's plan expects before the write, and what the write should give.
package struct RowExpectation: Hashable, Sendable {
  /// A cell that is written.
  struct Written: Hashable, Sendable {
    let address: CellAddress
    let to: Content
  }

  /// The row's user.
  package let user: Verbatim
  /// The fields that show whether the row is still as expected, and what its result is.
  package let fields: Set<FieldCode>
  let written: [Written]
  private let from: [CellAddress: Content]
  private let names: [FieldCode: Verbatim]
  private let counts: [Verbatim: Int]
  private let groups: [FieldCode: Verbatim]

  /// The expectation of a planned row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - held: The contents when it was planned.
  ///   - details: The detail groups.
  package init(_ row: PlannedRow, held: [CellAddress: Content], details: DetailGroups) {
    let cells = row.cellsThatChange
    var from: [CellAddress: Content] = [:]
    for cell in cells where cell.action != .append { from[cell.address] = cell.from ?? .gone }
    user = row.user
    written = cells.map { Written(address: $0.address, to: $0.to) }
    self.from = from
    names = Dictionary(
      cells.compactMap { cell in cell.fieldName.map { (cell.address.field, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
    let touched = Set(cells.map(\.address.field))
    let touchedGroups = Set(touched.compactMap { details.group(of: $0) })
    let siblings = touchedGroups.flatMap { details.fields(of: $0) }
    fields = touched.union(siblings)
    counts = Dictionary(
      touchedGroups.map { ($0, details.count($0, in: held)) },
      uniquingKeysWith: { first, _ in first }
    )
    groups = Dictionary(
      siblings.compactMap { field in details.group(of: field).map { (field, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Why the row must not be sent any more, naming the changed cells; nil if none changed.
  ///
  /// An added or removed item of a detail group may have shifted the others, so it counts as well.
  package func moved(_ now: [CellAddress: Content]) -> Verbatim? {
    var moved: [String] = []
    for (address, was) in from.sorted(by: { $0.key < $1.key }) {
      let there = now[address] ?? .gone
      if there != was { moved.append("\(called(address)) was \(was.inWords), is \(there.inWords)") }
    }
    for (group, was) in counts.sorted(by: { $0.key < $1.key }) {
      let count = count(group, in: now)
      if count != was { moved.append("the group \(group) had \(was) items, has \(count)") }
    }
    guard !moved.isEmpty else { return nil }
    return Verbatim(
      "Cells of this row have changed since the plan: \(moved.joined(separator: "; "))."
    )
  }

  /// Whether it adds an item: then it must not arrive twice.
  package var adds: Bool { written.contains { from[$0.address] == nil } }

  /// The part of the row that is in the system although its call was refused, in a sentence; nil
  /// for none.
  package func appliedInPart(_ now: [CellAddress: Content]) -> Verbatim? {
    var there = written.compactMap { cell -> String? in
      guard let was = from[cell.address], let observed = now[cell.address], observed != was,
        Meaning.agrees(written: cell.to, observed: observed)
      else { return nil }
      return called(cell.address)
    }
    let added = Set(
      written.lazy.filter { from[$0.address] == nil }.compactMap { groups[$0.address.field] }
    )
    for group in added.sorted() where count(group, in: now) > counts[group] ?? 0 {
      there.append("the group \(group)")
    }
    guard !there.isEmpty else { return nil }
    return Verbatim(
      "The call was refused, and something of it is there: \(there.joined(separator: ", "))."
    )
  }

  /// The cells whose content differs from what was written.
  package func differing(_ now: [CellAddress: Content]) -> [CellAddress] {
    written.filter { !Meaning.agrees(written: $0.to, observed: now[$0.address] ?? .gone) }
      .map(\.address)
  }

  private func count(_ group: Verbatim, in now: [CellAddress: Content]) -> Int {
    now.lazy.filter { address, content in
      guard case .item = content else { return false }
      return groups[address.field] == group
    }.map { $0.key.item + 1 }.max() ?? 0
  }

  private func called(_ address: CellAddress) -> String {
    let name = names[address.field].map { "\($0) (\(address.field))" } ?? address.field.text
    return groups[address.field] == nil ? name : "\(name)[\(address.item)]"
  }
}

extension Content {
  /// The content for people who read a reason.
  var inWords: String {
    guard let value else { return self == .gone ? "absent" : presence.rawValue }
    if let label, label != value, !label.isEmpty { return "\"\(label)\" (\(value))" }
    return "\"\(value)\""
  }
}
