import LedgerStorage
import GRDB
import Roster

/// Reads the fetched and imported events of users.
struct ObservedEvents {
  private let database: Database
  /// The last entry that counts.
  private let upTo: EntryID

  init(_ database: Database, upTo: EntryID) {
    self.database = database
    self.upTo = upTo
  }

  /// A user's events, in the order of the log.
  ///
  /// - Parameters:
  ///   - user: The user's number.
  ///   - field: Only events of this field number, which are one range of each index; nil for all.
  /// - Returns: The events.
  /// - Throws: Errors of SQLite.
  func of(user: UserNumber, field: FieldNumber? = nil) throws -> [ObservedEvent] {
    try database.rows(
      """
      SELECT h.field, h.item, h.event, e.entry, e.ordinal, h.observed_before, e.changed, a.operation,
        n.kind, \(ContentForm.columns("v", ofEvent: "h.event"))
      FROM cell_events h
      CROSS JOIN event e ON e.id = h.event
      CROSS JOIN entry n ON n.id = h.entry
      CROSS JOIN append a ON a.id = n.append
      LEFT JOIN personal_value v ON v.id = h.event
      WHERE h.user = ?1\(field == nil ? "" : " AND h.field = ?3") AND h.entry <= ?2
      ORDER BY h.entry, e.ordinal
      """,
      [user, upTo] + (field.map { [$0] } ?? [])
    ) { row in
      ObservedEvent(
        cell: CellNumber(field: row.integer(0), item: row.integer(1)),
        event: row.integer(2),
        address: EventAddress(entry: row.integer(3), ordinal: Int(row.integer(4))),
        observedBefore: row.optionalInteger(5),
        isChange: row.integer(6) == 1,
        operation: row.integer(7),
        kind: EntryKind(code: row.integer(8)) ?? .fetched,
        content: try row.content(from: 9)
      )
    }
  }
}

/// A fetched or imported event of a cell.
struct ObservedEvent {
  let cell: CellNumber
  let event: EventID
  let address: EventAddress
  /// The last entry before it whose scope has the field.
  let observedBefore: EntryID?
  let isChange: Bool
  let operation: OperationNumber
  let kind: EntryKind
  let content: Content

  var entry: EntryID { address.entry }
}
