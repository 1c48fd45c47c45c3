package import LedgerStorage
import LedgerProof
import GRDB
package import Roster
package import TransparencyLog

/// What who copies the log elsewhere reads; use it within ``Ledger/inOneState(_:)``.
extension Ledger {
  /// How far the log goes.
  ///
  /// - Throws: ``LedgerError``.
  package func extent() throws(LedgerError) -> LogExtent {
    try read { database in
      func number(_ sql: String) throws -> Int64 { try database.first(sql) { $0.integer(0) } ?? 0 }
      let root = try database.first("SELECT root FROM projected_head") { row in
        row.withBytes(0) { $0.flatMap { MerkleHash($0) } }
      }
      return LogExtent(
        entry: EntryID(try number("SELECT max(id) FROM entry")),
        append: try number("SELECT max(id) FROM append"),
        root: (root ?? nil) ?? .emptyRoot,
        amendments: try number(
          """
          SELECT (SELECT count(*) FROM limit_override) + (SELECT count(*) FROM behaviour)
            + (SELECT count(*) FROM import) + (SELECT count(*) FROM checkpoint)
            + (SELECT count(*) FROM cosignature) + (SELECT count(*) FROM time_stamp)
          """
        )
      )
    }
  }

  /// The root of the tree over the first entries, from its stored hashes.
  ///
  /// - Parameter entry: The last entry that counts; the log must have it.
  /// - Returns: The root.
  /// - Throws: ``LedgerError``, `damaged` if hashes are missing.
  package func root(upTo entry: EntryID) throws(LedgerError) -> MerkleHash {
    try read { try HashTiles($0).root(at: UInt64(entry.rawValue)) }
  }

  /// Reads rows of a table of the log, in the order of its key.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - last: The largest number that the copy has in the column by which the table grows; the last
  ///     entry of the copy for hashes of the tree; without a meaning for a table that is read whole.
  ///   - each: Receives each row, with the table's columns in their order.
  /// - Throws: What `each` throws; ``LedgerError``.
  package func rows(
    of table: LogTable,
    after last: Int64,
    each: (SQLRow) throws -> Void
  ) throws {
    let columns = table.columns.map(\.name).joined(separator: ", ")
    let order = table.key.joined(separator: ", ")
    let missing =
      switch table.growth {
      case .numbered(let column): "\(column) > \(last)"
      case .whole: "true"
      case .tiles:
        LogTable.openTiles(of: EntryID(last))
          .map { "id >= \($0.lowerBound) AND id < \($0.upperBound)" }.joined(separator: " OR ")
      }
    try reading { database in
      try database.run(
        "SELECT \(columns) FROM \(table.name) WHERE \(missing) ORDER BY \(order)",
        body: each
      )
    }
  }

  /// Reads what is derived of the contents of cells that a copy lacks.
  ///
  /// - Parameters:
  ///   - event: The last event that the copy has; 0 if it has none.
  ///   - begun: Receives, for each content that a later event brought: user, field, item, event, entry,
  ///     the entry of the last response before it without it (or NULL), the entry that ended it (or
  ///     NULL), when its entry was recorded, in milliseconds, whether the cell is gone, and presence,
  ///     value and label.
  ///   - ended: Receives, for each earlier content that a later event ended: event, and the entry that
  ///     ended it.
  /// - Throws: What the closures throw; ``LedgerError``.
  package func cellVersions(
    after event: EventID,
    begun: (SQLRow) throws -> Void,
    ended: (SQLRow) throws -> Void
  ) throws {
    try reading { database in
      try database.run(
        """
        SELECT n.user, e.field, e.item, e.id, e.entry,
          CASE WHEN r.event = e.id THEN r.observed_before ELSE h.observed_before END, h.until_entry,
          a.recorded_at,
          CASE WHEN r.event = e.id THEN r.is_gone ELSE s.presence = 'gone' END, s.presence, s.value,
          s.label
        FROM event e
        JOIN stored_events s ON s.event = e.id
        JOIN entry n ON n.id = e.entry
        JOIN append a ON a.id = n.append
        LEFT JOIN projected_roster r ON r.user = n.user AND r.field = e.field AND r.item = e.item
        LEFT JOIN projected_history h ON h.user = n.user AND h.field = e.field AND h.item = e.item
          AND h.entry = e.entry
        WHERE e.id > ? AND n.kind IN (0, 18) AND e.id IN (r.event, h.event)
        ORDER BY e.id
        """,
        [event],
        body: begun
      )
      try database.run(
        """
        SELECT h.event, h.until_entry
        FROM event e
        JOIN entry n ON n.id = e.entry
        JOIN projected_history h ON h.user = n.user AND h.field = e.field AND h.item = e.item
          AND h.until_entry = e.entry
        WHERE e.id > ?1 AND n.kind IN (0, 18) AND h.event <= ?1
        """,
        [event],
        body: ended
      )
    }
  }
}
