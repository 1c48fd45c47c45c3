import LedgerStorage
import GRDB
import Roster

/// Walks the changed cells of a part of the log, and its entries of other kinds, side by side.
struct FollowReading {
  private static let kindsWithValues: Set<EntryKind> = [.fetched, .imported]

  private var names: NameTable
  private let details: FollowDetails
  private let cells: SQLCursor?
  private let entries: SQLCursor?
  private var cell: FollowedFact?
  private var entry: FollowedFact?

  init(_ database: Database, _ filter: FollowFilter, span: EntrySpan) throws {
    names = NameTable(database)
    details = FollowDetails(database)
    let valued = filter.kinds.intersection(Self.kindsWithValues)
    let others = filter.kinds.subtracting(valued)
    cells = valued.isEmpty ? nil : try Self.cells(database, filter, valued, span)
    entries = others.isEmpty ? nil : try Self.entries(database, others, span)
    cell = try readCell()
    entry = try readEntry()
  }

  /// The next fact; nil at the end of the part.
  mutating func next() throws -> FollowedFact? {
    if let next = entry, cell.map({ next.entry < $0.entry }) ?? true {
      entry = try readEntry()
      return next
    }
    let next = cell
    if next != nil { cell = try readCell() }
    return next
  }

  // MARK: - Statements

  private static let head = """
    n.id, n.kind, a.operation, a.recorded_at, o.system, a.first_entry + a.entries - 1, n.user
    """

  private static let origin = """
    CROSS JOIN append a ON a.id = n.append CROSS JOIN operation o ON o.id = a.operation
    """

  private static func entries(
    _ database: Database,
    _ kinds: Set<EntryKind>,
    _ span: EntrySpan
  ) throws -> SQLCursor {
    try SQLCursor(
      database,
      """
      SELECT \(head) FROM entry n \(origin)
      WHERE n.id > \(span.after) AND n.id <= \(span.through) AND n.kind IN (\(list(kinds)))
      ORDER BY n.id
      """
    )
  }

  /// The changed cells, each with whether something was known of it before, and the batch that wrote
  /// it: as the view `changes` has it, but found from the events.
  private static func cells(
    _ database: Database,
    _ filter: FollowFilter,
    _ kinds: Set<EntryKind>,
    _ span: EntrySpan
  ) throws -> SQLCursor {
    let fields = try filter.fields.map { wanted in
      try database.rows("SELECT id, code FROM field") { ($0.integer(0) as FieldNumber, $0.text(1)) }
        .filter { _, code in code.map(wanted.contains) ?? false }
        .map(\.0.description)
    }
    let among = fields.map { "AND e.field IN (\($0.joined(separator: ",")))" } ?? ""
    return try SQLCursor(
      database,
      """
      SELECT \(head), e.ordinal, e.field, e.item,
        EXISTS (
          SELECT 1 FROM projected_history p
          WHERE p.user = n.user AND p.field = e.field AND p.item = e.item AND p.entry < n.id
        ),
        (
          SELECT q.operation FROM projected_written p
          JOIN event i ON i.id = p.event
          JOIN projected_row q ON q.intended = i.entry
          WHERE p.user = n.user AND p.field = e.field AND p.item = e.item AND q.sent < n.id
            AND q.sent > coalesce((
              SELECT c.observed_before FROM cell_events c
              WHERE c.user = n.user AND c.field = e.field AND c.item = e.item AND c.entry = n.id
            ), 0)
          ORDER BY q.sent DESC LIMIT 1
        ),
        \(ContentForm.columns("v", ofEvent: "e.id"))
      FROM event e CROSS JOIN entry n ON n.id = e.entry \(origin)
      LEFT JOIN personal_value v ON v.id = e.id
      WHERE e.id >= \(try firstEvent(after: span.after, in: database))
        AND e.id < \(try firstEvent(after: span.through, in: database))
        AND e.changed = 1 AND n.kind IN (\(list(kinds))) \(among)
      ORDER BY e.id
      """
    )
  }

  private static func list(_ kinds: Set<EntryKind>) -> String {
    kinds.map { String($0.code) }.sorted().joined(separator: ",")
  }

  /// The number of the first event of the entries after one, as events ascend with their entries;
  /// no index has the entries of events.
  private static func firstEvent(after entry: EntryID, in database: Database) throws -> EventID {
    let event = try SQLStatement(
      database,
      "SELECT id, entry FROM event WHERE id >= ? ORDER BY id LIMIT 1"
    )
    var low: EventID = 1
    var high = try database.first("SELECT max(id) FROM event") { $0.integer(0) as EventID + 1 } ?? 1
    while low < high {
      let middle = low + (high - low) / 2
      event.bind(1, middle)
      let found: (id: EventID, entry: EntryID)? = try event.first {
        ($0.integer(0), $0.integer(1))
      }
      guard let found, found.entry <= entry else {
        high = middle
        continue
      }
      low = found.id + 1
    }
    return low
  }

  // MARK: - Rows

  private mutating func readEntry() throws -> FollowedFact? {
    guard let row = try entries?.next() else { return nil }
    let recorded = try Self.recorded(row)
    return FollowedFact(
      recorded: recorded,
      system: try Self.system(row),
      appendEnd: row.integer(5),
      person: try row.optionalInteger(6).map { try details.person($0, &names) },
      detail: try details.detail(of: recorded, &names)
    )
  }

  private mutating func readCell() throws -> FollowedFact? {
    guard let row = try cells?.next() else { return nil }
    let isFirst = row.integer(10) == 0
    let batch: OperationNumber? = row.optionalInteger(11)
    let origin = batch.map(Origin.batch) ?? (isFirst ? nil : .outside)
    return FollowedFact(
      recorded: try Self.recorded(row),
      system: try Self.system(row),
      appendEnd: row.integer(5),
      person: try details.person(row.integer(6), &names),
      detail: .cell(
        FollowedFact.Cell(
          ordinal: Int(row.integer(7)),
          address: CellAddress(try names.code(ofField: row.integer(8)), Int(row.integer(9))),
          content: try row.content(from: 12),
          isFirst: isFirst,
          origin: origin
        )
      )
    )
  }

  private static func recorded(_ row: SQLRow) throws -> LogReference {
    guard let kind = EntryKind(code: row.integer(1)) else {
      throw FollowDetails.corrupt("entry \(row.integer(0) as EntryID) of an unknown kind")
    }
    return LogReference(
      entry: row.integer(0),
      kind: kind,
      operation: row.integer(2),
      recordedAt: Instant(milliseconds: row.integer(3))
    )
  }

  private static func system(_ row: SQLRow) throws -> System {
    guard let system = row.text(4).flatMap({ System(rawValue: $0.text) }) else {
      throw FollowDetails.corrupt("operation \(row.integer(2) as OperationNumber) of no system")
    }
    return system
  }
}
