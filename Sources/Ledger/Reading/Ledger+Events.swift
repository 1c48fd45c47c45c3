import GRDB
public import Roster

/// One event, whether it has a row of its own or is stated by its entry.
public struct EventRow: Hashable, Sendable {
  /// Where the event stands in the book.
  public let address: EventAddress
  /// The operation that recorded it.
  public let operation: Int64
  /// What its entry says.
  public let kind: EntryKind
  /// The system.
  public let system: System
  /// The user's key.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalogue.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell held.
  public let content: Content
  /// When the entry was recorded.
  public let recordedAt: Instant
  /// Whether the cell differed from the last fetch.
  public let isChanged: Bool
}

extension Ledger {
  /// Streams every event of the entries that a filter names, unchanged ones included, in the order
  /// of the book.
  ///
  /// - Parameters:
  ///   - filter: Whose entries.
  ///   - each: Takes an event; what it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func events(_ filter: EntryFilter, each: (EventRow) throws -> Void) throws {
    try reading { database in
      try EntryReading(database, filter: filter).forEach { reading, line in
        guard let user = line.user,
          let stated = try StatedSet(of: line, user: user, names: &reading.names, in: database)
        else { return }
        let key = try reading.names.key(ofUser: user)
        for (index, cell) in stated.cells.enumerated() {
          try each(
            EventRow(
              address: EventAddress(entry: line.entry, ordinal: index + 1),
              operation: line.operation,
              kind: line.kind,
              system: line.system,
              user: key,
              field: cell.address.field,
              fieldName: try reading.names.name(ofField: cell.field),
              item: cell.address.item,
              content: cell.content,
              recordedAt: line.recordedAt,
              isChanged: cell.isChanged
            )
          )
        }
      }
    }
  }
}

/// What a fetched entry states, put together again from the latest event of each cell of its scope.
struct StatedSet {
  struct StatedCell {
    let field: Int64
    let address: CellAddress
    let content: Content
    let isChanged: Bool
  }

  /// The stated cells; a cell's place, from 1, is its ordinal.
  let cells: [StatedCell]

  /// What a line of the book states of a user; nil for a line that states nothing.
  init?(
    of line: EntryLine,
    user: Int64,
    names: inout Names,
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

  private init(ofIntended entry: Int64, names: inout Names, in database: Database) throws {
    let statement = try RawStatement(
      database,
      """
      SELECT e.field, e.item, \(ContentForm.columns("v", ofEvent: "e.id")) FROM intended i
      JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      LEFT JOIN personal_value v ON v.id = e.id
      WHERE i.entry = ? ORDER BY e.id
      """
    )
    statement.bind(1, entry)
    var stated: [StatedCell] = []
    try statement.forEachRow { row in
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
    names: inout Names,
    in database: Database
  ) throws {
    let fields = try names.fields(ofScope: scope)
    let statement = try RawStatement(
      database,
      """
      SELECT h.field, h.item, h.entry, e.changed, \(ContentForm.columns("v", ofEvent: "h.event"))
      FROM cell_events h
      JOIN event e ON e.id = h.event
      LEFT JOIN personal_value v ON v.id = h.event
      WHERE h.user = ? AND h.entry <= ? ORDER BY h.entry
      """
    )
    statement.bind(1, user)
    statement.bind(2, entry)
    var latest: [CellAddress: StatedCell] = [:]
    try statement.forEachRow { row in
      let field = row.integer(0)
      guard fields.contains(field) else { return }
      let content = try row.content(from: 4)
      let isNew = row.integer(2) == entry
      let address = CellAddress(try names.code(ofField: field), Int(row.integer(1)))
      // A cell that went before is not stated again.
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
