import LedgerStorage
import GRDB
import Roster

/// What a fetched entry states, rebuilt from the latest event of each cell of its scope.
struct StatedSet {
  struct StatedCell {
    let field: Int64
    let address: CellAddress
    let content: Content
    let isChanged: Bool
  }

  /// The stated cells; the ordinal of a cell is its index plus 1.
  let cells: [StatedCell]

  /// What an entry states about a user; nil for an entry that states nothing.
  init?(
    of line: EntryLine,
    user: Int64,
    names: inout NameTable,
    in database: Database
  ) throws {
    switch (line.kind, line.scope) {
    case (.fetched, let scope?), (.imported, let scope?):
      try self.init(
        ofUser: user,
        entry: line.entry,
        scope: scope,
        names: &names,
        in: database
      )
    case (.intended, _):
      try self.init(ofIntended: line.entry, names: &names, in: database)
    default: return nil
    }
  }

  private init(ofIntended entry: Int64, names: inout NameTable, in database: Database) throws {
    var stated: [StatedCell] = []
    try database.run(
      """
      SELECT e.field, e.item, \(ContentForm.columns("v", ofEvent: "e.id")) FROM intended i
      JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      LEFT JOIN personal_value v ON v.id = e.id
      WHERE i.entry = ? ORDER BY e.id
      """,
      [entry]
    ) { row in
      let field = row.integer(0)
      let address = CellAddress(try names.code(ofField: field), Int(row.integer(1)))
      stated.append(
        StatedCell(
          field: field,
          address: address,
          content: try row.content(from: 2),
          isChanged: false
        )
      )
    }
    cells = stated
  }

  private init(
    ofUser user: Int64,
    entry: Int64,
    scope: Int64,
    names: inout NameTable,
    in database: Database
  ) throws {
    let fields = try names.fields(ofScope: scope)
    var latest: [CellAddress: StatedCell] = [:]
    try database.run(
      """
      SELECT h.field, h.item, h.entry, e.changed, \(ContentForm.columns("v", ofEvent: "h.event"))
      FROM cell_events h
      JOIN event e ON e.id = h.event
      LEFT JOIN personal_value v ON v.id = h.event
      WHERE h.user = ? AND h.entry <= ? ORDER BY h.entry
      """,
      [user, entry]
    ) { row in
      let field = row.integer(0)
      guard fields.contains(field) else { return }
      let content = try row.content(from: 4)
      let isNew = row.integer(2) == entry
      let address = CellAddress(try names.code(ofField: field), Int(row.integer(1)))
      // A cell that was gone before is not stated again.
      latest[address] =
        content == .gone && !isNew
        ? nil
        : StatedCell(
          field: field,
          address: address,
          content: content,
          isChanged: isNew && row.integer(3) == 1
        )
    }
    cells = latest.values.sorted { left, right in
      let goneLast = (left.content == .gone, right.content == .gone)
      return goneLast.0 == goneLast.1 ? left.address < right.address : goneLast.1
    }
  }
}
