import Roster

/// One thing that a file wants, in the system's own codes and keys.
struct ResolvedCell {
  /// What it is about.
  enum Target {
    /// A cell that may be there already.
    case edit(CellEdit)
    /// A field of a new item.
    case addition(NewItem, FieldEdit)
  }

  /// Which new item: those that are equal are one.
  struct NewItem: Hashable {
    /// The user's key.
    let user: Verbatim
    /// The group's code.
    let group: Verbatim
    /// The item's number, from 1.
    let number: Int
    /// The row, where new items of different rows are different ones.
    let row: Int?
  }

  /// A list or object of Maycur that a cell belongs to.
  struct Whole: Hashable {
    /// Its name.
    let name: Verbatim
    /// Whether the file states all of it here.
    let isStated: Bool
    /// Which of the file's statements this is: a row of JSON, or a cell of a table.
    let statement: FilePosition
  }

  /// The number of the row that wants it.
  let row: Int
  /// Where the row wants it.
  let position: FilePosition
  /// The user's key.
  let user: Verbatim
  /// What it is about.
  let target: Target
  /// The list or object that it is part of.
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
