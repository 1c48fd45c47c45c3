import LedgerStorage
import GRDB
import Roster

/// Reads the writes to users' cells, in the order in which they were sent.
struct CellWrites {
  private let database: Database
  /// The last entry that counts.
  private let upTo: EntryID

  init(_ database: Database, upTo: EntryID) {
    self.database = database
    self.upTo = upTo
  }

  /// The writes to one user's cells.
  func of(user: UserNumber) throws -> [CellWrite] {
    let tables = "entry n CROSS JOIN projected_row r ON r.intended = n.id"
    return try read(Self.sql(from: tables, user: true), [upTo, user])
  }

  /// The writes to all users' cells, by user number: batches are few, and their rows lead to the
  /// cells.
  func all() throws -> [UserNumber: [CellWrite]] {
    let tables = "projected_row r CROSS JOIN entry n ON n.id = r.intended"
    return Dictionary(grouping: try read(Self.sql(from: tables, user: false), [upTo]), by: \.user)
  }

  private static func sql(from tables: String, user: Bool) -> String {
    """
    SELECT n.user, e.field, e.item, n.id, e.ordinal, r.operation,
      CASE WHEN r.attempts > 1
        THEN (SELECT min(g.entry) FROM sending g WHERE g.intended = r.intended)
        ELSE r.sent END AS first_sent,
      r.status, r.outcome, s.verdict, r.settlement,
      \(ContentForm.columns("v", ofEvent: "e.id"))
    FROM \(tables)
    CROSS JOIN intended i ON i.entry = n.id
    CROSS JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
    LEFT JOIN personal_value v ON v.id = e.id
    LEFT JOIN settlement s ON s.entry = r.settlement
    WHERE r.sent IS NOT NULL AND first_sent <= ?1
      \(user ? "AND n.user = ?2 AND n.kind = \(EntryKind.intended.code)" : "")
    ORDER BY first_sent, e.id
    """
  }

  private func read(_ sql: String, _ values: [any SQLBindable]) throws -> [CellWrite] {
    try database.rows(sql, values) { row in
      let (outcome, settlement) = (known(row.optionalInteger(8)), known(row.optionalInteger(10)))
      let verdict = row.text(9).flatMap { Settlement(rawValue: $0.text) }
      let status = RowStatus(code: row.integer(7)) ?? .uncertain
      return CellWrite(
        user: row.integer(0),
        cell: CellNumber(field: row.integer(1), item: row.integer(2)),
        address: EventAddress(entry: row.integer(3), ordinal: Int(row.integer(4))),
        batch: row.integer(5),
        sent: row.integer(6),
        // Until its outcome is recorded, nothing is known of a row that was sent.
        outcome: RowOutcome(
          outcome == nil ? .uncertain : status,
          settled: settlement == nil ? nil : verdict
        ),
        decided: settlement ?? outcome,
        content: try row.content(from: 11)
      )
    }
  }

  /// An entry, if it counts.
  private func known(_ entry: EntryID?) -> EntryID? { entry.flatMap { $0 <= upTo ? $0 : nil } }
}

/// A write to one cell that was sent, and what was known of its result at some entry.
struct CellWrite {
  let user: UserNumber
  let cell: CellNumber
  let address: EventAddress
  let batch: OperationNumber
  /// The entry of the first call that carried it.
  let sent: EntryID
  let outcome: RowOutcome
  /// The entry with the result; nil if there is none.
  let decided: EntryID?
  let content: Content
}
