import Ledger
import Roster

extension BatchLine {
  /// The row as a change that can be planned again.
  ///
  /// - Parameters:
  ///   - held: The expected contents of the user; of a list or object that is only written as a
  ///     whole, they supply what the row did not mention.
  ///   - details: The detail groups.
  ///   - system: Knows what is only written as a whole.
  /// - Returns: The change; side effects are left to the plan.
  func change(
    held: [CellAddress: CurrentCell],
    _ details: DetailGroups,
    _ system: any BatchSystem
  ) -> UserChange {
    let row = WrittenRow(self, details: details)
    let implied = Set(
      changes.lazy.filter(\.isImplied).map { CellAddress($0.field, $0.item) }
    )
    var edits: [CellEdit] = []
    var parts: [Verbatim: [CellAddress: Edit]] = [:]
    for cell in row.edits {
      if let whole = system.whole(of: cell.address.field) {
        parts[whole, default: [:]][cell.address] = cell.to.edit
      } else if !implied.contains(cell.address) {
        edits.append(CellEdit(cell.address, cell.to.edit))
      }
    }
    for (whole, written) in parts.sorted(by: { $0.key < $1.key }) {
      var stated: [CellAddress: Edit] = [:]
      for (address, cell) in held where system.whole(of: address.field) == whole {
        stated[address] = cell.content.edit
      }
      stated.merge(written) { _, new in new }
      let left = stated.filter { $0.value != .clear }.sorted { $0.key < $1.key }
      edits += left.map { CellEdit($0.key, $0.value) }
      if left.isEmpty { edits.append(CellEdit(CellAddress(whole), .clear)) }
    }
    return UserChange(
      user: user,
      edits: edits,
      additions: row.additions.map(\.addition),
      wholes: Set(parts.keys)
    )
  }
}

extension WrittenRow.Added {
  /// The item as an addition.
  var addition: ItemAddition {
    ItemAddition(
      group: group ?? "",
      fields: order.map { FieldEdit($0, fields[$0]?.edit ?? .clear) }
    )
  }
}

extension Content {
  /// The edit that gives a cell this content.
  fileprivate var edit: Edit {
    guard case .item(let part, _) = self, let value = part.shown, !value.isEmpty else {
      return .clear
    }
    return .set(part)
  }
}
