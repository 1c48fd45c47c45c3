import LedgerStorage
import GRDB
import Roster

/// Reads the cells of users as they were known at a position, observed or expected.
///
/// It keeps nothing of users it has read, so a whole roster takes no more memory than a few pages.
struct KnownCells {
  let database: Database
  /// The last entry that counts; nil for the end of the log.
  let upTo: EntryID?
  let readMode: ReadMode

  init(_ database: Database, upTo: EntryID? = nil, readMode: ReadMode = .expected) {
    self.database = database
    self.upTo = upTo
    self.readMode = readMode
  }

  /// The known cells of a user, gone ones included, in no order.
  ///
  /// - Parameters:
  ///   - user: The user's number.
  ///   - observations: The responses about the user, up to the same entry.
  ///   - names: Names of fields.
  /// - Returns: The cells.
  /// - Throws: Errors of SQLite.
  func cells(
    of user: UserNumber,
    _ observations: inout LastObservations,
    _ names: inout NameTable
  ) throws -> [KnownCell] {
    let cells = try observed(of: user...user)
    guard readMode == .expected else { return cells }
    let writes = try writes(to: user, &observations, &names)
    return writes.isEmpty ? cells : Self.expected(cells, writes)
  }

  /// The observed cells of a user, with written ones in place of those that were written later.
  static func expected(_ observed: some Sequence<KnownCell>, _ writes: [KnownCell]) -> [KnownCell] {
    observed.filter { cell in
      !writes.contains { $0.cell == cell.cell }
    } + writes
  }

  /// The observed cells of some users, gone ones included.
  ///
  /// - Parameters:
  ///   - users: The numbers of the first and of the last user.
  ///   - fields: The numbers of the fields to read; nil for all.
  /// - Returns: The cells by user, each user's in the order of the projection.
  /// - Throws: Errors of SQLite.
  func observed(of users: ClosedRange<UserNumber>, in fields: Set<FieldNumber>? = nil) throws
    -> [KnownCell]
  {
    var cells: [KnownCell] = []
    // Usually each user has as many cells as the one before.
    cells.reserveCapacity(128 * (users.count < 64 ? users.count : 64))
    let last = upTo ?? EntryID.max
    var later: [Int] = []
    let statement = try SQLStatement(database, Self.seenNow)
    statement.bind(1, users.lowerBound)
    statement.bind(2, users.upperBound)
    try statement.forEachRow { row in
      let field: FieldNumber = row.integer(1)
      if let fields, !fields.contains(field) { return }
      let entry: EntryID = row.integer(4)
      if entry > last { later.append(cells.count) }
      cells.append(
        KnownCell(
          user: row.integer(0),
          cell: CellNumber(field: field, item: row.integer(2)),
          event: row.integer(3),
          entry: entry,
          content: .gone,
          source: .observed
        )
      )
    }
    if !later.isEmpty {
      let statement = try SQLStatement(database, Self.seenThen)
      for index in later { try goBack(&cells[index], to: last, statement) }
      cells.removeAll { $0.entry > last }
    }
    try CellContents(database).fill(&cells, of: users)
    return cells
  }

  /// Rolls a cell back to its last event at or before `last`.
  private func goBack(
    _ cell: inout KnownCell,
    to last: EntryID,
    _ statement: SQLStatement
  ) throws {
    statement.bind(1, cell.user)
    statement.bind(2, cell.cell.field)
    statement.bind(3, cell.cell.item)
    statement.bind(4, last)
    try statement.forEachRow { row in
      cell.event = row.integer(0)
      cell.entry = row.integer(1)
    }
  }

  /// The users, out of some, with an accepted write.
  ///
  /// - Parameter users: The numbers of the first and of the last user.
  /// - Returns: Their numbers.
  /// - Throws: Errors of SQLite.
  func written(of users: ClosedRange<UserNumber>) throws -> Set<UserNumber> {
    guard readMode == .expected else { return [] }
    var written: Set<UserNumber> = []
    try database.run(
      "SELECT DISTINCT user FROM projected_written WHERE user BETWEEN ? AND ?",
      [users.lowerBound, users.upperBound]
    ) { written.insert($0.integer(0)) }
    return written
  }

  /// The last accepted write of each cell whose field had no response after the write was sent.
  func writes(
    to user: UserNumber,
    _ observations: inout LastObservations,
    _ names: inout NameTable
  ) throws -> [KnownCell] {
    let statement = try SQLStatement(database, upTo == nil ? Self.writtenNow : Self.writtenThen)
    statement.bind(1, user)
    if let upTo { statement.bind(2, upTo) }
    var last: [KnownCell] = []
    var sent: [EntryID] = []
    try statement.forEachRow { row in
      let known = KnownCell(
        user: user,
        cell: CellNumber(field: row.integer(0), item: row.integer(1)),
        event: row.integer(2),
        entry: row.integer(3),
        content: try row.content(from: 4),
        source: .written
      )
      if let place = last.firstIndex(where: { $0.cell == known.cell }) {
        last.remove(at: place)
        sent.remove(at: place)
      }
      last.append(known)
      sent.append(min(row.optionalInteger(7) ?? known.entry, known.entry))
    }
    var expected: [KnownCell] = []
    for (known, sent) in zip(last, sent) {
      let answered = try observations.entry(ofField: known.cell.field, names: &names)
      if sent > answered ?? 0 { expected.append(known) }
    }
    return expected
  }

  private static let seenNow = """
    SELECT user, field, item, event, entry FROM projected_roster WHERE user BETWEEN ?1 AND ?2
    ORDER BY user, field, item
    """

  private static let seenThen = """
    SELECT event, entry FROM projected_history
    WHERE user = ?1 AND field = ?2 AND item = ?3 AND entry <= ?4 ORDER BY entry DESC LIMIT 1
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

  /// Only cells that were written since the last response may be expected to have another content.
  private static let writtenNow =
    written + """
       AND EXISTS (
        SELECT 1 FROM projected_write p
        WHERE p.user = w.user AND p.field = w.field AND p.item = w.item)
      ORDER BY w.entry
      """
}

/// What is known of one cell of a user at a position.
struct KnownCell {
  let user: UserNumber
  let cell: CellNumber
  /// The number of the event with the content.
  var event: EventID
  /// The entry from which the cell has the content: the event's own, or, for a write, the accepted
  /// entry.
  var entry: EntryID
  var content: Content
  let source: ValueSource
}
