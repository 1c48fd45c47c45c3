package import Roster

/// What a row's plan expects before the write, and what the write should give.
package struct RowExpectation: Hashable, Sendable {
  /// The row's user.
  package let user: Verbatim
  /// The fields that show whether the row is still as expected, and what its result is.
  package let fields: Set<FieldCode>
  /// The cells that are written, with their new contents.
  let written: [Cell]
  private let from: [CellAddress: Content]
  private let names: [FieldCode: Verbatim]
  private let counts: [Verbatim: Int]
  private let details: DetailGroups

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
    written = cells.map { Cell($0.address, $0.to) }
    self.from = from
    names = Dictionary(
      cells.compactMap { cell in cell.fieldName.map { (cell.address.field, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
    let touched = Set(cells.map(\.address.field))
    let touchedGroups = Set(touched.compactMap { details.group(of: $0) })
    fields = details.withSiblings(touched)
    counts = Dictionary(
      touchedGroups.map { ($0, details.count($0, in: held)) },
      uniquingKeysWith: { first, _ in first }
    )
    self.details = details
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
      let count = details.count(group, in: now)
      if count != was {
        moved.append("the group \(group) had \(was.counted("item")), has \(count)")
      }
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
        Meaning.agrees(written: cell.content, observed: observed)
      else { return nil }
      return called(cell.address)
    }
    let added = Set(
      written.lazy.filter { from[$0.address] == nil }.compactMap {
        details.group(of: $0.address.field)
      }
    )
    for group in added.sorted() where details.count(group, in: now) > counts[group] ?? 0 {
      there.append("the group \(group)")
    }
    guard !there.isEmpty else { return nil }
    return Verbatim(
      "The call was refused, and something of it is there: \(there.joined(separator: ", "))."
    )
  }

  /// The cells whose content differs from what was written.
  package func differing(_ now: [CellAddress: Content]) -> [CellAddress] {
    written.filter { !Meaning.agrees(written: $0.content, observed: now[$0.address] ?? .gone) }
      .map(\.address)
  }

  private func called(_ address: CellAddress) -> String {
    let name = names[address.field].map { "\($0) (\(address.field))" } ?? address.field.text
    return details.group(of: address.field) == nil ? name : "\(name)[\(address.item)]"
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
