import Ledger
import Roster

extension BatchLine {
  /// What the row was to do, as a change that can be planned again.
  ///
  /// - Parameters:
  ///   - held: What is believed of the user; of a list or object that is only written as a whole,
  ///     what the row did not mention is taken from there.
  ///   - details: The detail groups.
  /// - Returns: The change; effects beyond what was asked for are left to the plan.
  func change(held: [CellAddress: HeldCell], _ details: DetailGroups) -> UserChange {
    let row = WrittenRow(self, details: details)
    let implied = Set(
      changes.lazy.filter(\.isImplied).map { CellAddress($0.field, $0.item) }
    )
    return UserChange(
      user: user,
      edits: row.edits.filter { !implied.contains($0.address) }
        .map { CellEdit($0.address, $0.to.edit) },
      additions: row.additions.map(\.addition)
    )
  }
}

extension WrittenRow.Added {
  /// The item as something that is wanted.
  var addition: ItemAddition {
    ItemAddition(
      group: group ?? "",
      fields: order.map { FieldEdit($0, fields[$0]?.edit ?? .clear) }
    )
  }
}

extension Content {
  /// What has to be wanted for a cell to hold this.
  fileprivate var edit: Edit {
    guard case .item(let part, _) = self, let value = part.shown, !value.isEmpty else {
      return .clear
    }
    return .set(part)
  }
}
