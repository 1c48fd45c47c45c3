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
      // Entries are recorded in the order of their times, and there is an index by time.
      try database.run(
        """
        SELECT u.user, c.field, c.field_name, c.item, c.from_presence, c.from_value, c.from_label,
          c.from_words, c.to_presence, c.to_value, c.to_label, c.to_words, e.entry, e.ordinal,
          c.operation, h.recorded_at, c.last_observed_before, c.batch, c.actor, c.reason
        FROM cell_changes h
        CROSS JOIN event e ON e.id = h.event
        CROSS JOIN users u ON u.user_number = h.user
        CROSS JOIN changes c ON c.user_number = h.user AND c.entry = h.entry AND c.item = h.item
          AND c.field = (SELECT f.code FROM field f WHERE f.id = h.field)
        WHERE h.from_event IS NOT NULL AND e.changed = 1 AND u.system = ?1
          AND h.recorded_at >= coalesce((SELECT a.recorded_at FROM append a
            WHERE a.id = (SELECT n.append FROM entry n WHERE n.id = ?2)), 0)
          AND h.entry > ?3 AND h.entry <= ?4 AND (h.entry > ?2 OR h.entry = ?2 AND e.ordinal > ?5)
          \(Self.among(users, "h.user")) \(Self.among(fields.map(Array.init), "h.field"))
        ORDER BY h.recorded_at, h.entry, h.event
        """,
        [
          filter.system.rawValue, filter.after?.entry ?? filter.span.after, filter.span.after,
          filter.span.through, Int64(filter.after?.ordinal ?? Int.max >> 1),
        ]
      ) { row in try each(Self.change(row)) }
    }
  }

  /// A condition that a column has one of some numbers; nothing if all are wanted.
  private static func among<Kind>(_ numbers: [LedgerNumber<Kind>]?, _ column: String) -> String {
    numbers.map { "AND \(column) IN (\($0.map(\.description).joined(separator: ",")))" } ?? ""
  }

  private static func change(_ row: SQLRow) throws -> RecordedChange {
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
      field: row.text(1) ?? "",
      fieldName: row.text(2),
      item: row.integer(3),
      from: side(4),
      to: side(8),
      event: EventAddress(entry: row.integer(12), ordinal: Int(row.integer(13) as Int64)),
      operation: row.integer(14),
      recordedAt: Instant(milliseconds: row.integer(15)),
      lastObservedBefore: row.optionalInteger(16).map { Instant(milliseconds: $0) },
      batch: row.optionalInteger(17),
      actor: row.text(18),
      reason: row.text(19)
    )
  }
}
