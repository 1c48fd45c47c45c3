import Ledger
import LedgerHistory
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
    _ system: System
  ) -> UserChange {
    let row = WrittenRow(self, details: details)
    let implied = Set(
      changes.lazy.filter(\.isImplied).map { $0.address }
    )
    let edits = row.edits.filter { cell in
      system.whole(of: cell.address.field) != nil || !implied.contains(cell.address)
    }
    return UserChange(
      user: user,
      edits: edits.map { CellEdit($0.address, $0.to.edit) },
      additions: row.additions.map(\.addition)
    ).stating(held, system)
  }
}

extension UserChange {
  /// The change with every list and object that it touches stated as a whole, if the system only
  /// takes those: what the change does not mention is taken from the expected values.
  func stating(_ held: [CellAddress: CurrentCell], _ system: System) -> UserChange {
    var edits: [CellEdit] = []
    var wholes: [Verbatim: [CellAddress: Edit]] = [:]
    for edit in self.edits {
      if let whole = system.whole(of: edit.address.field) {
        wholes[whole, default: [:]][edit.address] = edit.edit
      } else {
        edits.append(edit)
      }
    }
    for (whole, wanted) in wholes.sorted(by: { $0.key < $1.key }) {
      var stated: [CellAddress: Edit] = [:]
      for (address, cell) in held where system.whole(of: address.field) == whole {
        stated[address] = cell.content.edit
      }
      stated.merge(wanted) { _, new in new }
      let left = stated.filter { $0.value != .clear }.sorted { $0.key < $1.key }
      edits += left.map { CellEdit($0.key, $0.value) }
      if left.isEmpty { edits.append(CellEdit(CellAddress(whole), .clear)) }
    }
    return UserChange(
      user: user,
      edits: edits,
      additions: additions,
      wholes: Set(wholes.keys)
    )
  }
}

extension WrittenRow.Added {
  /// The item as an addition.
  fileprivate var addition: ItemAddition {
    ItemAddition(
      group: group ?? "",
      fields: order.map { FieldEdit($0, fields[$0]?.edit ?? .clear) }
    )
  }
}

extension Content {
  /// The edit that gives a cell this content.
  fileprivate var edit: Edit { statedValue.map { .set($0) } ?? .clear }
}
