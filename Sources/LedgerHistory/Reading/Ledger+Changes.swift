package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The last entry that was recorded at a time or before it; 0 if there is none.
  ///
  /// - Parameter time: The time.
  /// - Returns: The entry's number.
  /// - Throws: ``LedgerError``.
  package func lastEntry(at time: Instant) throws(LedgerError) -> EntryID {
    let now = timekeeper?.now()
    return try read { try Self.lastEntry(at: time, now: now, in: $0) }
  }

  /// The cells that were observed to change in a span, each with its last content there.
  ///
  /// A first observation of a field is no change: nothing is known of what was there before. Erased
  /// people are omitted.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - span: The entries.
  /// - Returns: The cells, by user and address.
  /// - Throws: ``LedgerError``.
  package func changedCells(
    of system: System,
    in span: EntrySpan
  ) throws(LedgerError) -> [ObservedCell] {
    try read { database in
      var names = NameTable(database)
      var times = RecordedTimes(database)
      var last: [Verbatim: [CellAddress: ObservedCell]] = [:]
      try database.run(
        """
        SELECT h.user, h.field, h.item, h.entry,
          \(ContentForm.columns("v", ofEvent: "h.event")), i.captured_at
        FROM cell_events h
        JOIN entry n ON n.id = h.entry
        JOIN append a ON a.id = n.append
        LEFT JOIN import i ON i.operation = a.operation
        JOIN event e ON e.id = h.event
        JOIN user u ON u.id = h.user AND u.system = '\(system.rawValue)'
        JOIN personal_user p ON p.id = h.user
        LEFT JOIN personal_value v ON v.id = h.event
        WHERE h.entry > ?1 AND h.entry <= ?2 AND e.changed = 1 AND h.observed_before IS NOT NULL
        ORDER BY h.entry
        """,
        [span.after, span.through]
      ) { row in
        let user = try names.key(ofUser: row.integer(0))
        let address = CellAddress(
          try names.code(ofField: row.integer(1)),
          Int(row.integer(2))
        )
        last[user, default: [:]][address] = ObservedCell(
          user: user,
          address: address,
          content: try row.content(from: 4),
          entry: row.integer(3),
          recordedAt: try times.of(entry: row.integer(3)),
          heldAt: row.optionalInteger(7).map { Instant(milliseconds: $0) }
        )
      }
      return last.values.flatMap(\.values).sorted {
        $0.user == $1.user ? $0.address < $1.address : $0.user < $1.user
      }
    }
  }
}
