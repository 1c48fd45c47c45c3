package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Reads what the log has about rows of a batch, beginning with the last call that carried each.
  ///
  /// - Parameters:
  ///   - batch: The batch's operation number.
  ///   - system: The system that it wrote to.
  ///   - lines: The rows, each with the fields to trace.
  ///   - operation: An operation whose own entries are ignored, such as the caller's.
  /// - Returns: A trace of each row, in their order.
  /// - Throws: ``LedgerError``.
  package func traces(
    of batch: OperationNumber,
    in system: System,
    _ lines: [(line: BatchLine, fields: Set<FieldCode>)],
    leavingOut operation: OperationNumber? = nil
  ) throws(LedgerError) -> [WriteTrace] {
    try read { database in
      var reading = try TraceReading(database, batch: batch, without: operation ?? 0)
      return try lines.map { line, fields in
        guard let user = try IDResolver.user(UserKey(system, line.user), in: database) else {
          return WriteTrace(line: line)
        }
        return try reading.trace(line, of: user, fields)
      }
    }
  }
}

private struct TraceReading {
  let database: Database
  let batch: OperationNumber
  let without: OperationNumber
  let undoes: Set<OperationNumber>
  var names: NameTable
  var times: RecordedTimes

  init(_ database: Database, batch: OperationNumber, without: OperationNumber) throws {
    self.database = database
    self.batch = batch
    self.without = without
    undoes = try Self.undoes(in: database)
    names = NameTable(database)
    times = RecordedTimes(database)
  }

  mutating func trace(
    _ line: BatchLine,
    of user: UserNumber,
    _ fields: Set<FieldCode>
  ) throws -> WriteTrace {
    // A row that was not sent has nothing to undo, and no entry is later.
    let sent = line.sent ?? EntryID.max
    var trace = WriteTrace(line: line)
    trace.leftAt = try leftAt(user)
    (trace.observedBefore, trace.observedAfter) = try observed(user, fields, sent: sent)
    try addAnswers(to: &trace, user, fields, sent: sent)
    trace.laterWrites = try laterWrites(user, fields, sent: sent)
    return trace
  }

  /// The entry whose number, kind and operation stand in a row, from a column on.
  private mutating func reference(_ row: SQLRow, from column: Int32) throws -> LogReference {
    let entry: EntryID = row.integer(column)
    return LogReference(
      entry: entry,
      kind: EntryKind(code: row.integer(column + 1)) ?? .fetched,
      operation: row.integer(column + 2),
      recordedAt: try times.of(entry: entry)
    )
  }

  private mutating func observed(
    _ user: UserNumber,
    _ fields: Set<FieldCode>,
    sent: EntryID
  ) throws -> ([CellAddress: Content], [ObservedValue]) {
    var before: [CellAddress: Content] = [:]
    var after: [ObservedValue] = []
    try database.run(
      """
      SELECT h.field, h.item, h.entry, n.kind, a.operation,
        \(ContentForm.columns("v", ofEvent: "h.event")), h.observed_before
      FROM cell_events h
      JOIN event e ON e.id = h.event
      LEFT JOIN personal_value v ON v.id = h.event
      JOIN entry n ON n.id = h.entry
      JOIN append a ON a.id = n.append
      WHERE h.user = ? AND a.operation <> ? ORDER BY h.entry, e.ordinal
      """,
      [user, without]
    ) { row in
      let field = try names.code(ofField: row.integer(0))
      guard fields.contains(field) else { return }
      let address = CellAddress(field, Int(row.integer(1)))
      let content = try row.content(from: 5)
      if row.integer(2) < sent {
        before[address] = content
      } else {
        after.append(
          ObservedValue(
            address: address,
            content: content,
            recorded: try reference(row, from: 2),
            lastObservedBefore: try row.optionalInteger(8).map { try times.of(entry: $0) }
          )
        )
      }
    }
    return (before, after)
  }

  /// Adds the first and last responses about fields, before and after the call.
  ///
  /// Imported values count as of their capture: an export from before the call says nothing about
  /// later times. If the clock was set back since the call, the order of the entries counts.
  private mutating func addAnswers(
    to trace: inout WriteTrace,
    _ user: UserNumber,
    _ fields: Set<FieldCode>,
    sent: EntryID
  ) throws {
    // Most responses about a user have the same scope: only the first and last of each matter.
    var ends: [ScopeNumber: (isToldBefore: Bool, first: LogReference?, last: LogReference?)] = [:]
    try database.run(
      """
      SELECT a.scope, n.id, n.kind, a.operation,
        n.id > ?2 AND (n.kind = ?4 OR coalesce(a.asked_at, a.recorded_at) >= ?5
          OR a.clock_at < ?5)
      FROM entry n JOIN append a ON a.id = n.append
      WHERE n.user = ?1 AND a.scope IS NOT NULL AND n.kind <> ?6 AND a.operation <> ?3
      ORDER BY n.id
      """,
      [
        user, sent, without, EntryKind.fetched.code,
        trace.line.sentAt?.milliseconds ?? Int64.max, EntryKind.notReturned.code,
      ]
    ) { row in
      let scope: ScopeNumber = row.integer(0)
      var end = ends[scope] ?? (false, nil, nil)
      if row.integer(4) == 0 {
        end.isToldBefore = true
      } else {
        let response = try reference(row, from: 1)
        end.first = end.first ?? response
        end.last = response
      }
      ends[scope] = end
    }
    for (scope, end) in ends {
      for number in try names.fields(ofScope: scope) {
        let field = try names.code(ofField: number)
        guard fields.contains(field) else { continue }
        if end.isToldBefore { trace.answeredBefore.insert(field) }
        if let first = end.first, first.entry < trace.firstAnswers[field]?.entry ?? EntryID.max {
          trace.firstAnswers[field] = first
        }
        if let last = end.last, last.entry > trace.lastAnswers[field]?.entry ?? 0 {
          trace.lastAnswers[field] = last
        }
      }
    }
  }

  private func leftAt(_ user: UserNumber) throws -> Instant? {
    try database.first(
      """
      SELECT a.recorded_at FROM projected_membership m
      JOIN entry n ON n.id = m.entry JOIN append a ON a.id = n.append
      WHERE m.user = ? AND m.has_left = 1
      """,
      [user]
    ) { Instant(milliseconds: $0.integer(0)) }
  }

  private mutating func laterWrites(
    _ user: UserNumber,
    _ fields: Set<FieldCode>,
    sent: EntryID
  ) throws -> [LaterWrite] {
    var writes: [LaterWrite] = []
    try database.run(
      """
      SELECT r.operation, e.field, e.item, r.sent, r.status, s.verdict,
        \(ContentForm.columns("v", ofEvent: "e.id"))
      FROM entry n
      JOIN projected_row r ON r.intended = n.id
      JOIN intended i ON i.entry = n.id
      JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
      LEFT JOIN personal_value v ON v.id = e.id
      LEFT JOIN settlement s ON s.entry = r.settlement
      WHERE n.user = ? AND r.sent > ? AND r.operation NOT IN (?, ?)
      ORDER BY r.sent, e.id
      """,
      [user, sent, batch, without]
    ) { row in
      let field = try names.code(ofField: row.integer(1))
      guard fields.contains(field) else { return }
      let status = RowStatus(code: row.integer(4)) ?? .uncertain
      let settled = row.text(5).flatMap { Settlement(rawValue: $0.text) }
      let outcome = RowOutcome(status, settled: settled)
      guard outcome.isApplied || outcome.isOpen else { return }
      writes.append(
        LaterWrite(
          batch: row.integer(0),
          address: CellAddress(field, Int(row.integer(2))),
          to: try row.content(from: 6),
          sent: row.integer(3),
          sentAt: try times.of(entry: row.integer(3)),
          isOpen: outcome.isOpen,
          isUndecidable: settled == .undecidable,
          isUndo: undoes.contains(row.integer(0))
        )
      )
    }
    return writes
  }

  /// The operations that undo a batch: rollbacks, and retries of them.
  private static func undoes(in database: Database) throws -> Set<OperationNumber> {
    var undoes: Set<OperationNumber> = []
    try database.run("SELECT id, kind, parent FROM operation ORDER BY id") { row in
      let kind = row.text(1).flatMap { OperationKind(rawValue: $0.text) }
      let isRetryOfOne = kind == .retry && undoes.contains(row.optionalInteger(2) ?? 0)
      if kind == .rollback || isRetryOfOne { undoes.insert(row.integer(0)) }
    }
    return undoes
  }
}
