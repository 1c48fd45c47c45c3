/// The wanted changes of one user, in the system's own codes and keys.
package struct UserChange: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The cells to change, each address once, in the file's order.
  package let edits: [CellEdit]
  /// The items to add, in this order.
  package let additions: [ItemAddition]
  /// Lists and objects that `edits` state as a whole (Maycur's `roleNames`, `customObject`).
  ///
  /// The write removes the parts that the edits do not mention. One `clear` at item 0 of its own
  /// name empties the list or object.
  package let wholes: Set<Verbatim>
  /// The positions in the change file that ask for this, in the file's order.
  package let positions: [FilePosition]

  package init(
    user: Verbatim,
    edits: [CellEdit],
    additions: [ItemAddition] = [],
    wholes: Set<Verbatim> = [],
    positions: [FilePosition] = []
  ) {
    self.user = user
    self.edits = edits
    self.additions = additions
    self.wholes = wholes
    self.positions = positions
  }
}

/// What to do with a cell; a cell that is not mentioned is kept.
package enum Edit: Hashable, Sendable {
  /// Empty the cell.
  case clear
  /// Write this value: `text` or `json`, never `null` or `missing`.
  case set(Part)
}

/// One field of an item that will be added.
package struct FieldEdit: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// What to do with it.
  package let edit: Edit

  package init(_ field: FieldCode, _ edit: Edit) {
    self.field = field
    self.edit = edit
  }
}

/// One cell to change.
package struct CellEdit: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// What to do with it.
  package let edit: Edit

  package init(_ address: CellAddress, _ edit: Edit) {
    self.address = address
    self.edit = edit
  }
}

/// A new item of a detail group (明细分组): to DingTalk, a section without `old_index`.
package struct ItemAddition: Hashable, Sendable {
  /// The code of the group (`sys03`).
  package let group: Verbatim
  /// The new item's fields, each code once, in the file's order.
  package let fields: [FieldEdit]

  package init(group: Verbatim, fields: [FieldEdit]) {
    self.group = group
    self.fields = fields
  }
}
