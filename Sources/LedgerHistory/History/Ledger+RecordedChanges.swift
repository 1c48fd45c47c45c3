package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams changes in the order of the log; a first observation of a field is no change.
  ///
  /// - Parameters:
  ///   - filter: The changes.
  ///   - each: Receives a change; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func recordedChanges(
    _ filter: RecordedChangeFilter,
    each: (RecordedChange) throws -> Void
  ) throws {
    try reading { database in
      let users = try filter.users?.compactMap {
        try IDResolver.user(UserKey(filter.system, $0), in: database)
      }
      let fields = try filter.fields.map {
        try IDResolver.fields($0, of: filter.system, in: database)
      }
      // The view is asked for each change by itself: joined, it is read as a whole for every part of
      // the list.
      let change = try SQLStatement(
        database,
        """
        SELECT c.user, c.field, c.field_name, c.item, c.from_presence, c.from_value, c.from_label,
          c.from_words, c.to_presence, c.to_value, c.to_label, c.to_words, c.operation,
          c.recorded_at, c.last_observed_before, c.batch, c.actor, c.reason
        FROM changes c
        WHERE c.user_number = ?1 AND c.item = ?3 AND c.entry = ?4
          AND c.field = (SELECT f.code FROM field f WHERE f.id = ?2)
        """
      )
      // Entries are recorded in the order of their times, and there is an index by time.
      try database.run(
        """
        SELECT h.user, h.field, h.item, h.entry, e.ordinal
        FROM cell_changes h
        CROSS JOIN event e ON e.id = h.event
        CROSS JOIN user u ON u.id = h.user
        WHERE h.from_event IS NOT NULL AND e.changed = 1 AND u.system = ?1
          AND h.recorded_at >= coalesce((SELECT a.recorded_at FROM append a
            WHERE a.id = (SELECT n.append FROM entry n WHERE n.id = ?2)), 0)
          AND h.entry > ?3 AND h.entry <= ?4 AND (h.entry > ?2 OR h.entry = ?2 AND e.ordinal > ?5)
          \(filter.causes.map(Self.ofBatch).joined()) \(Self.among(users, "h.user")) \(Self.among(fields.map(Array.init), "h.field"))
        ORDER BY h.recorded_at, h.entry, h.event
        """,
        [
          filter.system.rawValue, filter.after?.entry ?? filter.span.after, filter.span.after,
          filter.span.through, Int64(filter.after?.ordinal ?? Int.max >> 1),
        ]
      ) { row in
        for column: Int32 in 0...3 { change.bind(column + 1, row.integer(column) as Int64) }
        let address = EventAddress(
          entry: row.integer(3),
          ordinal: Int(row.integer(4) as Int64)
        )
        let found = try change.first { Self.change($0, at: address) }
        if let found, filter.causes.allSatisfy({ $0.isOf(found) }) { try each(found) }
      }
    }
  }

  /// A condition that a column has one of some numbers; nothing if all are wanted.
  private static func among<Kind>(_ numbers: [LedgerNumber<Kind>]?, _ column: String) -> String {
    numbers.map { "AND \(column) IN (\($0.map(\.description).joined(separator: ",")))" } ?? ""
  }

  /// A condition that a user is in a batch, which spares most changes their view.
  private static func ofBatch(_ cause: RecordedChangeFilter.Cause) -> String {
    guard case .batch(let batch) = cause else { return "" }
    return """
      AND h.user IN (SELECT n.user FROM projected_row q JOIN entry n ON n.id = q.intended
        WHERE q.operation = \(batch))
      """
  }

  private static func change(_ row: SQLRow, at address: EventAddress) -> RecordedChange {
    func side(_ first: Int32) -> RecordedChange.Side {
      RecordedChange.Side(
        presence: row.text(first),
        value: row.text(first + 1),
        label: row.text(first + 2),
        words: row.text(first + 3)
      )
    }
    return RecordedChange(
      user: row.text(0) ?? "",
      cell: CellRef(
        CellAddress(row.text(1) ?? "", Int(row.integer(3) as Int64)),
        named: row.text(2)
      ),
      from: side(4),
      to: side(8),
      event: address,
      operation: row.integer(12),
      recordedAt: Instant(milliseconds: row.integer(13)),
      lastObservedBefore: row.optionalInteger(14).map { Instant(milliseconds: $0) },
      batch: row.optionalInteger(15),
      actor: row.text(16),
      reason: row.text(17)
    )
  }
}

extension RecordedChangeFilter.Cause {
  /// Whether it caused a change.
  fileprivate func isOf(_ change: RecordedChange) -> Bool {
    switch self {
    case .batch(let batch): change.batch == batch
    case .outside: change.batch == nil
    case .actor(let name):
      change.actor?.text.lowercased().contains(name.lowercased()) ?? false
    }
  }
}
