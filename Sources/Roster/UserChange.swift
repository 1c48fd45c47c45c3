/// What is wanted of one user, in the system's own codes and keys.
package struct UserChange: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// What is wanted of cells, each address once, in the file's order.
  package let edits: [CellEdit]
  /// New items, in the order in which they are to be added.
  package let additions: [ItemAddition]
  /// Lists and objects that `edits` state as a whole (Maycur's `roleNames`, `customObject`).
  ///
  /// What the edits do not mention of such a one shall not be there afterwards. To empty it
  /// altogether is one `clear` at item 0 of its own name.
  package let wholes: Set<Verbatim>
  /// Where the file asks for this, in its order.
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

/// What is wanted of a cell; a cell that is not mentioned is kept as it is.
package enum Edit: Hashable, Sendable {
  /// The cell shall have no value.
  case clear
  /// The cell shall have this value: `text` or `json`, never `null` or `missing`.
  case set(Part)
}

/// What is wanted of one field of an item that does not exist yet.
package struct FieldEdit: Hashable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// What is wanted of it.
  package let edit: Edit

  package init(_ field: FieldCode, _ edit: Edit) {
    self.field = field
    self.edit = edit
  }
}

/// What is wanted of one cell.
package struct CellEdit: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// What is wanted of it.
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
