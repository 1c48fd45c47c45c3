import GRDB
public import Roster

/// Which cells' histories are wanted.
public struct HistoryFilter: Hashable, Sendable {
  /// Whose.
  public var user: UserKey
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// This item, or all.
  public var item: Int?

  /// Makes a filter.
  public init(user: UserKey, fields: Set<FieldCode>? = nil, item: Int? = nil) {
    self.user = user
    self.fields = fields
    self.item = item
  }
}

/// One event in the history of a cell.
public struct HistoryRow: Hashable, Sendable {
  /// Where the event stands in the book.
  public let address: EventAddress
  /// The entry from which the cell held it: the event's own, or, for a write, the one that says
  /// that it was accepted.
  public let entry: Int64
  /// The operation that recorded that entry.
  public let operation: Int64
  /// What its entry says.
  public let kind: EntryKind
  /// Whose cell it is.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalogue.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell held from then on.
  public let content: Content
  /// When the event was recorded.
  public let recordedAt: Instant
  /// When an answer for the field was last recorded before; nil if there was none.
  public let lastSeenBefore: Instant?
}

extension Ledger {
  /// Streams the history of a user's cells: bytewise by field code and item, each cell's events in
  /// the order of the book.
  ///
  /// - Parameters:
  ///   - filter: Which cells.
  ///   - each: Takes an event; what it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func history(_ filter: HistoryFilter, each: (HistoryRow) throws -> Void) throws {
    try reading { database in
      let lookup = try memory.lookup(database)
      guard let user = try Resolve.user(filter.user, lookup, in: database) else { return }
      let fields = try filter.fields.map {
        try Resolve.fields($0, of: filter.user.system, in: database)
      }
      for row in try rows(of: user, filter, fields: fields, database) { try each(row) }
    }
  }

  private func rows(
    of user: Int64,
    _ filter: HistoryFilter,
    fields: Set<Int64>?,
    _ database: Database
  ) throws -> [HistoryRow] {
    // One field is one range of each index; anything else is all of the user's.
    let one = fields?.count == 1 ? fields?.first : nil
    let statement = try RawStatement(database, one == nil ? Self.historyOfAll : Self.historyOfOne)
    statement.bind(1, user)
    if let one { statement.bind(2, one) }
    var names = try memory.names(database, upTo: nil)
    defer { memory.keep(names) }
    var rows: [HistoryRow] = []
    try statement.forEachRow { row in
      let field = row.integer(0)
      let item = Int(row.integer(1))
      guard fields?.contains(field) ?? true, filter.item == nil || filter.item == item else {
        return
      }
      let entry = row.integer(2)
      rows.append(
        HistoryRow(
          address: EventAddress(entry: row.integer(3), ordinal: Int(row.integer(4))),
          entry: entry,
          operation: row.integer(6),
          kind: EntryKind(code: row.integer(7)) ?? .fetched,
          user: filter.user.id,
          field: try names.code(ofField: field),
          fieldName: try names.name(ofField: field),
          item: item,
          content: try row.content(from: 9),
          recordedAt: Instant(milliseconds: row.integer(8)),
          lastSeenBefore: row.optionalInteger(5).map { Instant(milliseconds: $0) }
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
    [("cell_events", seenBefore), ("projected_written", "NULL")]
      .map { sql(from: $0, seenBefore: $1, oneField: oneField) }
      .joined(separator: " UNION ALL ")
  }

  /// When the entry was recorded; an entry that the book has lost was recorded at 0.
  private static let seenBefore = """
    CASE WHEN h.seen_before IS NULL THEN NULL ELSE coalesce((
      SELECT b.recorded_at FROM entry s JOIN append b ON b.id = s.append WHERE s.id = h.seen_before
    ), 0) END
    """

  private static func sql(from table: String, seenBefore: String, oneField: Bool) -> String {
    """
    SELECT h.field, h.item, h.entry, e.entry, e.ordinal, \(seenBefore), a.operation, n.kind,
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
