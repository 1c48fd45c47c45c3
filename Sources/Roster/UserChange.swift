/// What is wanted of one user, in the system's own codes and keys.
public struct UserChange: Hashable, Sendable {
  /// The user's key.
  public let user: Verbatim
  /// What is wanted of cells, each address once, in the file's order.
  public let edits: [CellEdit]
  /// New items, in the order in which they are to be added.
  public let additions: [ItemAddition]
  /// Lists and objects that `edits` state as a whole (Maycur's `roleNames`, `customObject`).
  ///
  /// What the edits do not mention of such a one shall not be there afterwards. To empty it
  /// altogether is one `clear` at item 0 of its own name.
  public let wholes: Set<Verbatim>
  /// Where the file asks for this, in its order.
  public let positions: [FilePosition]

  /// Wants something of a user.
  public init(
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
public enum Edit: Hashable, Sendable {
  /// The cell shall have no value.
  case clear
  /// The cell shall have this value: `text` or `json`, never `null` or `missing`.
  case set(Part)
}

/// What is wanted of one field of an item that does not exist yet.
public struct FieldEdit: Hashable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// What is wanted of it.
  public let edit: Edit

  /// Wants something of a field.
  public init(_ field: FieldCode, _ edit: Edit) {
    self.field = field
    self.edit = edit
  }
}

/// What is wanted of one cell.
public struct CellEdit: Hashable, Sendable {
  /// The cell.
  public let address: CellAddress
  /// What is wanted of it.
  public let edit: Edit

  /// Wants something of a cell.
  public init(_ address: CellAddress, _ edit: Edit) {
    self.address = address
    self.edit = edit
  }
}

/// A new item of a detail group (明细分组): to DingTalk, a section without `old_index`.
public struct ItemAddition: Hashable, Sendable {
  /// The code of the group (`sys03`).
  public let group: Verbatim
  /// The new item's fields, each code once, in the file's order.
  public let fields: [FieldEdit]

  /// Wants a new item.
  public init(group: Verbatim, fields: [FieldEdit]) {
    self.group = group
    self.fields = fields
  }
}
