package import Roster

/// One row of a file, or one body: what it wants of one user, in the file's words.
package struct RequestedRow: Hashable, Sendable {
  /// The row's number among the file's rows, from 1; a header and empty rows are not counted.
  package let number: Int
  /// The user, as written; nil where no user could be read, which is a problem of the row.
  package let user: Verbatim?
  /// By what the user is named.
  package let naming: UserNaming
  /// What is wanted, in the file's order.
  package let cells: [RequestedCell]
  /// Lists and objects of Maycur that the row states as a whole.
  package let wholes: Set<Verbatim>
  /// Where the row stands.
  package let position: FilePosition
  /// Where its user is named.
  package let userPosition: FilePosition
  /// What was done to the text that names the user.
  package let userCleaning: CellCleaning?

  package init(
    number: Int,
    user: Verbatim?,
    naming: UserNaming,
    cells: [RequestedCell],
    wholes: Set<Verbatim> = [],
    position: FilePosition,
    userPosition: FilePosition,
    userCleaning: CellCleaning? = nil
  ) {
    self.number = number
    self.user = user
    self.naming = naming
    self.cells = cells
    self.wholes = wholes
    self.position = position
    self.userPosition = userPosition
    self.userCleaning = userCleaning
  }
}

/// By what a file names its users.
package enum UserNaming: String, CaseIterable, Hashable, Sendable {
  /// By anything that is unambiguous: the key, the job number, the name.
  case anything
  /// By the system's key.
  case key
  /// By the job number.
  case jobNumber
  /// By the name.
  case name
}

/// Which item of a field a file means.
package enum RequestedItem: Hashable, Sendable {
  /// The item of this index, from 0.
  case index(Int)
  /// A new item; those of one number, from 1, are one item.
  case addition(Int)
  /// It does not say.
  case unsaid
}

/// One cell of which a file wants something, in the file's words.
package struct RequestedCell: Hashable, Sendable {
  /// The code of the field's group, where the file says it.
  package let group: Verbatim?
  /// The field, as written.
  package let field: Verbatim
  /// The item.
  package let item: RequestedItem
  /// What is wanted.
  package let edit: Edit
  /// Where the field is named.
  package let fieldPosition: FilePosition
  /// Where the wanted value stands.
  package let position: FilePosition
  /// What was done to the wanted value.
  package let cleaning: CellCleaning?

  package init(
    group: Verbatim? = nil,
    field: Verbatim,
    item: RequestedItem,
    edit: Edit,
    fieldPosition: FilePosition,
    position: FilePosition,
    cleaning: CellCleaning? = nil
  ) {
    self.group = group
    self.field = field
    self.item = item
    self.edit = edit
    self.fieldPosition = fieldPosition
    self.position = position
    self.cleaning = cleaning
  }
}

extension RequestedCell {
  /// The cell with something else that is wanted of it.
  func wanting(_ edit: Edit) -> RequestedCell {
    RequestedCell(
      group: group,
      field: field,
      item: item,
      edit: edit,
      fieldPosition: fieldPosition,
      position: position,
      cleaning: cleaning
    )
  }
}
