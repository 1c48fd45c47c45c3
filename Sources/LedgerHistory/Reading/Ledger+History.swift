package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams the history of a user's cells: bytewise by field code and item, each cell's events in
  /// the order of the log.
  ///
  /// - Parameters:
  ///   - filter: The cells.
  ///   - each: Receives an event; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func history(_ filter: HistoryFilter, each: (HistoryLine) throws -> Void) throws {
    try reading { database in
      let lookup = try memory.lookup(database)
      guard let user = try IDResolver.user(filter.user, lookup, in: database) else { return }
      let fields = try filter.fields.map {
        try IDResolver.fields($0, of: filter.user.system, in: database)
      }
      for row in try rows(of: user, filter, fields: fields, database) { try each(row) }
    }
  }

  private func rows(
    of user: UserNumber,
    _ filter: HistoryFilter,
    fields: Set<FieldNumber>?,
    _ database: Database
  ) throws -> [HistoryLine] {
    // One field is one range of each index; for several, all of the user's rows are read.
    let one = fields?.count == 1 ? fields?.first : nil
    let statement = try SQLStatement(database, one == nil ? Self.historyOfAll : Self.historyOfOne)
    statement.bind(1, user)
    if let one { statement.bind(2, one) }
    var names = try memory.names(database, upTo: nil)
    defer { memory.keep(names) }
    var rows: [HistoryLine] = []
    try statement.forEachRow { row in
      let cell = CellNumber(field: row.integer(0), item: row.integer(1))
      guard fields?.contains(cell.field) ?? true,
        filter.item == nil || filter.item == Int(cell.item)
      else { return }
      rows.append(
        HistoryLine(
          event: EventAddress(entry: row.integer(3), ordinal: Int(row.integer(4))),
          recorded: LogReference(
            entry: row.integer(2),
            kind: EntryKind(code: row.integer(7)) ?? .fetched,
            operation: row.integer(6),
            recordedAt: Instant(milliseconds: row.integer(8))
          ),
          user: filter.user.id,
          cell: try names.cell(cell),
          content: try row.content(from: 9),
          lastObservedBefore: row.optionalInteger(5).map { Instant(milliseconds: $0) }
        )
      )
    }
    return rows.sorted {
      ($0.field, $0.item, $0.entry) < ($1.field, $1.item, $1.entry)
    }
  }

  private static let historyOfAll = historySQL(oneField: false)
  private static let historyOfOne = historySQL(oneField: true)

  private static func historySQL(oneField: Bool) -> String {
    [("cell_events", observedBefore), ("projected_written", "NULL")]
      .map { sql(from: $0, observedBefore: $1, oneField: oneField) }
      .joined(separator: " UNION ALL ")
  }

  /// The recorded time of the entry; 0 if the entry is missing from the log.
  private static let observedBefore = """
    CASE WHEN h.observed_before IS NULL THEN NULL ELSE coalesce((
      SELECT b.recorded_at FROM entry s JOIN append b ON b.id = s.append WHERE s.id = h.observed_before
    ), 0) END
    """

  private static func sql(from table: String, observedBefore: String, oneField: Bool) -> String {
    """
    SELECT h.field, h.item, h.entry, e.entry, e.ordinal, \(observedBefore), a.operation, n.kind,
      a.recorded_at, \(ContentForm.columns("v", ofEvent: "h.event"))
    FROM \(table) h
    JOIN event e ON e.id = h.event
    LEFT JOIN personal_value v ON v.id = h.event
    JOIN entry n ON n.id = h.entry
    JOIN append a ON a.id = n.append
    WHERE h.user = ?1\(oneField ? " AND h.field = ?2" : "")
    """
  }
}
