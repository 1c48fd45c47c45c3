import LedgerStorage
import GRDB
import Roster

extension EntryReading {
  /// A cell that an entry states; its ordinal is its index among them plus 1.
  typealias StatedCell = (cell: CellRef, content: Content, isChanged: Bool)

  /// The cells that an entry states about a user; none for an entry that states nothing.
  ///
  /// What a fetched entry states is rebuilt from the latest event of each cell of its scope.
  mutating func stated(by line: EntryLine, of user: UserNumber) throws -> [StatedCell] {
    switch (line.kind, line.scope) {
    case (.fetched, let scope?), (.imported, let scope?):
      try stated(ofUser: user, at: line.entry, scope: scope)
    case (.intended, _): try intended(by: line.entry)
    default: []
    }
  }

  private mutating func intended(by entry: EntryID) throws -> [StatedCell] {
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
      let cell = try names.cell(CellNumber(field: row.integer(0), item: row.integer(1)))
      stated.append((cell, try row.content(from: 2), false))
    }
    return stated
  }

  private mutating func stated(
    ofUser user: UserNumber,
    at entry: EntryID,
    scope: ScopeNumber
  ) throws -> [StatedCell] {
    let fields = try names.fields(ofScope: scope)
    var latest: [CellRef: StatedCell] = [:]
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
      let number = CellNumber(field: row.integer(0), item: row.integer(1))
      guard fields.contains(number.field) else { return }
      let content = try row.content(from: 4)
      let isNew = row.integer(2) == entry
      let cell = try names.cell(number)
      // A cell that was gone before is not stated again.
      latest[cell] =
        content == .gone && !isNew ? nil : (cell, content, isNew && row.integer(3) == 1)
    }
    return latest.values.sorted { left, right in
      let goneLast = (left.content == .gone, right.content == .gone)
      return goneLast.0 == goneLast.1 ? left.cell.address < right.cell.address : goneLast.1
    }
  }
}
