package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The batches, in their order.
  ///
  /// - Parameter latestFirst: Whether the latest comes first.
  /// - Returns: The batches.
  /// - Throws: ``LedgerError``.
  package func batches(latestFirst: Bool = false) throws(LedgerError) -> [BatchSummary] {
    try translating(path) {
      var found: [BatchSummary] = []
      try batches(latestFirst: latestFirst) { found.append($0) }
      return found
    }
  }

  /// Streams the batches.
  ///
  /// - Parameters:
  ///   - latestFirst: Whether the latest comes first.
  ///   - each: Receives a batch; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func batches(latestFirst: Bool, each: (BatchSummary) throws -> Void) throws {
    let writer = writer()
    try reading { database in
      let rows = BatchReading(database)
      let filter = OperationFilter(kinds: OperationKind.batches, latestFirst: latestFirst)
      try OperationReading(database, writer: writer).forEach(filter) {
        try each(try rows.summary(of: $0))
        return true
      }
    }
  }

  /// The batches with rows of unknown result, in their order.
  ///
  /// - Returns: The batches.
  /// - Throws: ``LedgerError``.
  package func uncertainBatches() throws(LedgerError) -> [BatchSummary] {
    let writer = writer()
    return try read { database in
      let numbers: [OperationNumber] = try database.rows(
        """
        SELECT DISTINCT r.operation FROM projected_row r
        LEFT JOIN settlement s ON s.entry = r.settlement
        WHERE r.status = ? AND coalesce(s.verdict, ?2) = ?2 ORDER BY r.operation
        """,
        [RowStatus.uncertain.code, Settlement.undecidable.rawValue]
      ) { $0.integer(0) }
      let (operations, rows) = (
        OperationReading(database, writer: writer), BatchReading(database)
      )
      var found: [BatchSummary] = []
      for number in numbers {
        if let batch = try operations.first(OperationFilter(only: number)) {
          found.append(try rows.summary(of: batch))
        }
      }
      return found.filter { $0.counts.uncertain > 0 }
    }
  }

  /// One batch with its rows.
  ///
  /// - Parameter operation: Its number.
  /// - Returns: The batch and its rows; nil if there is no such batch.
  /// - Throws: ``LedgerError``.
  package func batch(_ operation: OperationNumber) throws(LedgerError) -> (
    BatchSummary, [BatchLine]
  )? {
    let writer = writer()
    return try read { database in
      let filter = OperationFilter(only: operation, kinds: OperationKind.batches)
      guard let found = try OperationReading(database, writer: writer).first(filter) else {
        return nil
      }
      let rows = BatchReading(database)
      let lines = try rows.lines(of: operation)
      return (try rows.summary(of: found, lines), lines)
    }
  }
}

extension Ledger {
  /// The batches with rows of unknown result that were not settled.
  ///
  /// - Parameter system: The system that they wrote to.
  /// - Returns: Their operation numbers, in their order.
  /// - Throws: ``LedgerError``.
  package func unsettledBatches(of system: System) throws(LedgerError) -> [OperationNumber] {
    try read { database in
      try database.rows(
        """
        SELECT DISTINCT r.operation FROM projected_row r JOIN operation o ON o.id = r.operation
        WHERE r.status = ? AND r.settlement IS NULL AND o.system = ? ORDER BY r.operation
        """,
        [RowStatus.uncertain.code, system.rawValue]
      ) { $0.integer(0) }
    }
  }

  /// The last entry of the log; a caller compares it to detect that something was recorded since.
  ///
  /// - Parameter operation: An operation whose own entries are ignored.
  /// - Returns: The entry's number; 0 for an empty log.
  /// - Throws: ``LedgerError``.
  package func lastEntry(
    leavingOut operation: OperationNumber? = nil
  ) throws(LedgerError) -> EntryID {
    try read { database in
      try database.first(
        """
        SELECT n.id FROM entry n JOIN append a ON a.id = n.append
        WHERE a.operation <> ? ORDER BY n.id DESC LIMIT 1
        """,
        [operation ?? 0]
      ) { $0.integer(0) } ?? 0
    }
  }
}

private final class BatchReading {
  private let database: Database
  private var names: NameTable
  private var times: RecordedTimes
  /// What followed each batch; nil until it is needed.
  private var byParent: [OperationNumber: [FollowUp]]?

  init(_ database: Database) {
    self.database = database
    names = NameTable(database)
    times = RecordedTimes(database)
  }

  /// A batch with the counts of its rows.
  ///
  /// - Parameters:
  ///   - batch: The operation.
  ///   - lines: Its rows; nil if they are to be read.
  /// - Returns: The batch.
  /// - Throws: `DatabaseError`.
  func summary(of batch: OperationSummary, _ lines: [BatchLine]? = nil) throws -> BatchSummary {
    BatchSummary(
      operation: batch,
      counts: RowCounts(of: try lines ?? self.lines(of: batch.operation)),
      followUps: try followUps(of: batch.operation)
    )
  }

  private func followUps(of batch: OperationNumber) throws -> [FollowUp] {
    // All are read at once: the table has no index of parents.
    if byParent == nil {
      var found: [OperationNumber: [FollowUp]] = [:]
      try database.run(
        "SELECT parent, operation, kind FROM operations WHERE parent IS NOT NULL ORDER BY operation"
      ) { row in
        guard let kind = row.text(2).flatMap({ OperationKind(rawValue: $0.text) }) else { return }
        let followUp = FollowUp(operation: row.integer(1), kind: kind)
        found[row.integer(0), default: []].append(followUp)
      }
      byParent = found
    }
    return byParent?[batch] ?? []
  }

  /// The rows of a batch.
  func lines(of batch: OperationNumber) throws -> [BatchLine] {
    var lines: [BatchLine] = []
    try database.run(
      """
      SELECT r.intended, n.user, r.status, r.attempts, r.sent, s.verdict, u.code,
        coalesce(m.content, k.content, (
          SELECT CAST('(erased)' AS BLOB) FROM erased_text WHERE id IN (u.message, g.reason)))
      FROM projected_row r
      JOIN entry n ON n.id = r.intended
      LEFT JOIN settlement s ON s.entry = r.settlement
      LEFT JOIN outcome u ON u.entry = r.outcome
      LEFT JOIN personal_text m ON m.id = u.message
      LEFT JOIN skipping g ON g.entry = r.outcome
      LEFT JOIN personal_text k ON k.id = g.reason
      WHERE r.operation = ? ORDER BY r.intended
      """,
      [batch]
    ) { row in
      let user: UserNumber = row.integer(1)
      let intended: EntryID = row.integer(0)
      let sent: EntryID? = row.optionalInteger(4)
      lines.append(
        BatchLine(
          intended: intended,
          user: try names.key(ofUser: user),
          status: RowStatus(code: row.integer(2)) ?? .uncertain,
          settled: row.text(5).flatMap { Settlement(rawValue: $0.text) },
          attempts: Int(row.integer(3)),
          code: row.text(6)?.text,
          message: row.text(7),
          changes: try changes(of: intended, user: user, sent: sent),
          sent: sent,
          sentAt: try sent.map { try times.byClock(entry: $0) },
          isErased: try names.isErased(user)
        )
      )
    }
    return lines
  }

  private func changes(
    of intended: EntryID,
    user: UserNumber,
    sent: EntryID?
  ) throws -> [BatchChange] {
    var changes: [BatchChange] = []
    try database.run(
      """
      SELECT c.field, c.item, c.action, c.is_implied, c.reversibility, c.base,
        \(ContentForm.columns("v", ofEvent: "c.id")),
        \(ContentForm.columns("b", ofEvent: "c.base")),
        \(ContentForm.columns("a", ofEvent: "c.seen"))
      FROM (
        SELECT e.id, e.field, e.item, w.action, w.is_implied, w.reversibility, w.base, (
          SELECT h.event FROM cell_events h
          WHERE h.user = ?2 AND h.field = e.field AND h.item = e.item AND h.entry > ?3
          ORDER BY h.entry LIMIT 1
        ) AS seen
        FROM intended i
        JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
        JOIN write w ON w.event = e.id
        WHERE i.entry = ?1
      ) c
      LEFT JOIN personal_value v ON v.id = c.id
      LEFT JOIN personal_value b ON b.id = c.base
      LEFT JOIN personal_value a ON a.id = c.seen
      ORDER BY c.id
      """,
      [intended, user, sent ?? EntryID.max]
    ) { row in
      let to = try row.content(from: 6)
      let observed = row.optionalInteger(12) == nil ? nil : try row.content(from: 12)
      changes.append(
        BatchChange(
          cell: try names.cell(CellNumber(field: row.integer(0), item: row.integer(1))),
          action: WriteAction(code: row.integer(2)) ?? .set,
          isImplied: row.integer(3) == 1,
          reversibility: Reversibility(code: row.integer(4)) ?? .irreversible,
          base: row.optionalInteger(5),
          from: row.optionalInteger(9) == nil ? nil : try row.content(from: 9),
          to: to,
          isVerified: to == .erased || observed == .erased
            ? nil : observed.map { Meaning.agrees(written: to, observed: $0) },
          observed: observed
        )
      )
    }
    return changes
  }
}
