import Roster

/// Joins the requested changes of each user.
struct Merging {
  private let positions: [Int: FilePosition]
  private var order: [Verbatim] = []
  private var users: [Verbatim: Wanted] = [:]

  private struct Wanted {
    var edits: [CellEdit] = []
    var newItems: [ResolvedCell.NewItem] = []
    var fields: [ResolvedCell.NewItem: [FieldEdit]] = [:]
    var wholes: Set<Verbatim> = []
    var rows: [Int] = []
  }

  /// Joins cells of rows with these positions.
  init(positions: [Int: FilePosition]) { self.positions = positions }

  /// Adds a cell; cells come in the file's order.
  mutating func take(_ cell: ResolvedCell) {
    if users[cell.user] == nil { order.append(cell.user) }
    var wanted = users.removeValue(forKey: cell.user) ?? Wanted()
    switch cell.target {
    case .edit(let edit): wanted.edits.append(edit)
    case .addition(let item, let edit):
      if wanted.fields[item] == nil { wanted.newItems.append(item) }
      wanted.fields[item, default: []].append(edit)
    }
    if let whole = cell.whole, whole.isStated { wanted.wholes.insert(whole.name) }
    if wanted.rows.last != cell.row { wanted.rows.append(cell.row) }
    users[cell.user] = wanted
  }

  /// The changes of each user.
  var changes: [UserChange] {
    order.compactMap { user in
      users[user].map { wanted in
        UserChange(
          user: user,
          edits: wanted.edits,
          additions: wanted.newItems.map { item in
            ItemAddition(group: item.group, fields: wanted.fields[item] ?? [])
          },
          wholes: wanted.wholes,
          positions: wanted.rows.compactMap { positions[$0] }
        )
      }
    }
  }
}
