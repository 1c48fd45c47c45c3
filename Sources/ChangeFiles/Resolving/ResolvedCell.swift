import Roster

/// One requested change, in the system's own codes and keys.
struct ResolvedCell {
  /// What it changes.
  enum Target {
    /// A cell that may exist already.
    case edit(CellEdit)
    /// A field of a new item.
    case addition(NewItem, FieldEdit)
  }

  /// Identifies a new item: equal values are one item.
  struct NewItem: Hashable {
    /// The user's key.
    let user: Verbatim
    /// The group's code.
    let group: Verbatim
    /// The item's number, from 1.
    let number: Int
    /// The row, if new items of different rows are different ones; otherwise nil.
    let row: Int?
  }

  /// A list or object of Maycur that a cell belongs to.
  struct Whole: Hashable {
    /// Its name.
    let name: Verbatim
    /// Whether the file states all of it here.
    let isStated: Bool
    /// Identifies the statement: a row of JSON, or a cell of a table.
    let statement: FilePosition
  }

  /// The number of the row.
  let row: Int
  /// The position in the row.
  let position: FilePosition
  /// The user's key.
  let user: Verbatim
  /// What it changes.
  let target: Target
  /// The list or object that it is part of; nil for none.
  let whole: Whole?

  /// The field and the item in words, for a message.
  var phrase: String {
    switch target {
    case .edit(let edit):
      edit.address.item == 0
        ? edit.address.field.text : "\(edit.address.field)[\(edit.address.item)]"
    case .addition(let item, let edit): "\(edit.field)[+\(item.number)]"
    }
  }
}
