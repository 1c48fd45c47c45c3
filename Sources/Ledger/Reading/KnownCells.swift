import GRDB
import Roster

/// What is known of one cell of a user at some moment.
struct KnownCell {
  let field: Int64
  let item: Int64
  /// The event that says so.
  let event: Int64
  /// The entry that gave the cell its content: the event's own, or, for a write, the one that says
  /// that it was accepted.
  let entry: Int64
  let content: Content
  let ground: Ground
}

/// Reads what was known of users' cells at some moment, through a lens.
///
/// Nothing is remembered of users, so that a whole roster takes no more room than one sheet.
struct KnownCells {
  let database: Database
  /// The last entry that counts; nil for now.
  let upTo: Int64?
  let lens: Lens

  init(_ database: Database, upTo: Int64? = nil, lens: Lens = .believed) {
    self.database = database
    self.upTo = upTo
    self.lens = lens
  }

  /// The cells of a user that were known, gone ones included, in no order.
  ///
  /// - Parameters:
  ///   - user: The user's number.
  ///   - sightings: The answers for the user, up to the same entry.
  ///   - names: Names of fields.
  /// - Returns: The cells.
  /// - Throws: What SQLite says.
  func cells(
    of user: Int64,
    _ sightings: inout Sightings,
    _ names: inout Names
  ) throws -> [KnownCell] {
    var cells: [KnownCell] = []
    for sql in upTo == nil ? [Self.seenNow] : [Self.stillSeen, Self.seenThen] {
      let statement = try RawStatement(database, sql)
      statement.bind(1, user)
      if let upTo { statement.bind(2, upTo) }
      try statement.forEachRow { row in
        cells.append(try Self.cell(row, on: .seen))
      }
    }
    guard lens == .believed else { return cells }
    let writes = try writes(to: user, &sightings, &names)
    if writes.isEmpty { return cells }
    cells.removeAll { cell in
      writes.contains { $0.field == cell.field && $0.item == cell.item }
    }
    return cells + writes
  }

  private static func cell(_ row: RawRow, on ground: Ground) throws -> KnownCell {
    KnownCell(
      field: row.integer(0),
      item: row.integer(1),
      event: row.integer(2),
      entry: row.integer(3),
      content: try row.content(from: 4),
      ground: ground
    )
  }

  /// The last accepted write of each cell for whose field no answer came after it was sent.
  private func writes(
    to user: Int64,
    _ sightings: inout Sightings,
    _ names: inout Names
  ) throws -> [KnownCell] {
    let statement = try RawStatement(database, upTo == nil ? Self.writtenNow : Self.writtenThen)
    statement.bind(1, user)
    if let upTo { statement.bind(2, upTo) }
    var last: [KnownCell] = []
    var sent: [Int64] = []
    try statement.forEachRow { row in
      let cell = try Self.cell(row, on: .written)
      if let place = last.firstIndex(where: { $0.field == cell.field && $0.item == cell.item }) {
        last.remove(at: place)
        sent.remove(at: place)
      }
      last.append(cell)
      sent.append(min(row.optionalInteger(7) ?? cell.entry, cell.entry))
    }
    var believed: [KnownCell] = []
    for (cell, sent) in zip(last, sent) {
      let answered = try sightings.entry(ofField: cell.field, names: &names)
      if sent > answered ?? 0 { believed.append(cell) }
    }
    return believed
  }

  private static let seenNow = """
    SELECT r.field, r.item, r.event, r.entry, \(ContentForm.columns("v", ofEvent: "r.event"))
    FROM projected_roster r LEFT JOIN personal_value v ON v.id = r.event
    WHERE r.user = ?1
    """

  private static let stillSeen = seenNow + " AND r.entry <= ?2"

  private static let seenThen = """
    SELECT r.field, r.item, h.event, h.entry, \(ContentForm.columns("v", ofEvent: "h.event"))
    FROM projected_roster r
    CROSS JOIN projected_history h
    ON h.user = r.user AND h.field = r.field AND h.item = r.item AND h.entry = (
      SELECT max(g.entry) FROM projected_history g
      WHERE g.user = r.user AND g.field = r.field AND g.item = r.item AND g.entry <= ?2)
    LEFT JOIN personal_value v ON v.id = h.event
    WHERE r.user = ?1 AND r.entry > ?2
    """

  private static let written = """
    SELECT w.field, w.item, w.event, w.entry, \(ContentForm.columns("v", ofEvent: "w.event")),
      r.sent
    FROM projected_written w
    CROSS JOIN event e ON e.id = w.event
    LEFT JOIN personal_value v ON v.id = w.event
    LEFT JOIN projected_row r ON r.intended = e.entry
    WHERE w.user = ?1
    """

  private static let writtenThen = written + " AND w.entry <= ?2 ORDER BY w.entry"

  /// Only cells that some write reached since the last answer can be believed to hold another value.
  private static let writtenNow =
    written + """
       AND EXISTS (
        SELECT 1 FROM projected_write p
        WHERE p.user = w.user AND p.field = w.field AND p.item = w.item)
      ORDER BY w.entry
      """
}
