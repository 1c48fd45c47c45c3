package import Roster

/// One row of a file, or one body: the requested changes of one user, in the file's words.
package struct RequestedRow: Hashable, Sendable {
  /// The row's number among the file's rows, from 1; a header and empty rows are not counted.
  package let number: Int
  /// The user, as written; nil if no user could be read, which is a problem of the row.
  package let user: Verbatim?
  /// What the user is named by.
  package let naming: UserNaming
  /// The requested cells, in the file's order.
  package let cells: [RequestedCell]
  /// Lists and objects of Maycur that the row states as a whole.
  package var wholes: Set<Verbatim> = []
  /// The position of the row.
  package let position: FilePosition
  /// The position of its user.
  package let userPosition: FilePosition
  /// How the text that names the user was cleaned; nil if it was not.
  package var userCleaning: CellCleaning?
}

/// What a file names its users by.
package enum UserNaming: String, CaseIterable, Hashable, Sendable {
  /// By anything unambiguous: the key, the job number, the name.
  case anything
  /// By the system's key.
  case key
  /// By the job number.
  case jobNumber
  /// By the name.
  case name
}

/// The item of a field in a file.
package enum RequestedItem: Hashable, Sendable {
  /// The item of this index, from 0.
  case index(Int)
  /// A new item; those of one number, from 1, are one item.
  case addition(Int)
  /// The file names no item.
  case unsaid
}

/// One cell that a file changes, in the file's words.
package struct RequestedCell: Hashable, Sendable {
  /// The code of the field's group; nil if the file does not name it.
  package var group: Verbatim?
  /// The field, as written.
  package let field: Verbatim
  /// The item.
  package let item: RequestedItem
  /// The requested change.
  package let edit: Edit
  /// The position of the field's name.
  package let fieldPosition: FilePosition
  /// The position of the requested value.
  package let position: FilePosition
  /// How the requested value was cleaned; nil if it was not.
  package var cleaning: CellCleaning?
}

extension RequestedCell {
  /// The same cell with another requested change.
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
