import GRDB
public import Roster

/// How many rows of a batch stand how.
public struct RowCounts: Hashable, Sendable {
  /// All rows.
  public var rows = 0
  /// Accepted by the system.
  public var accepted = 0
  /// Refused by it.
  public var rejected = 0
  /// Carried by a call; what became of them is not known, and not settled; of people who were not
  /// erased.
  public var uncertain = 0
  /// Carried by no call.
  public var notSent = 0
  /// Left out, because their cells had moved.
  public var skipped = 0
  /// Accepted or applied, and seen as written since, in every cell.
  public var verified = 0
  /// Accepted or applied, and seen otherwise since, in some cell.
  public var differs = 0

  /// Counts no rows.
  public init() {}
}

/// A batch, with how its rows stand.
public struct BatchRow: Hashable, Sendable {
  /// The operation.
  public let operation: OperationRow
  /// How its rows stand.
  public let counts: RowCounts
}

/// One cell of a row of a batch.
public struct BatchChange: Hashable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalogue.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the write is to do.
  public let action: WriteAction
  /// Whether the change file did not ask for it.
  public let isImplied: Bool
  /// Whether it can be put back.
  public let reversibility: Reversibility
  /// The event that says what was there before.
  public let base: Int64?
  /// What was there before; nil where nothing was known.
  public let from: Content?
  /// What was to be written.
  public let to: Content
  /// Whether it was seen as written; nil where nothing was seen since.
  public let isVerified: Bool?
  /// What was seen first after the call.
  public let seen: Content?

  /// Makes one cell of a row.
  public init(
    field: FieldCode,
    fieldName: Verbatim? = nil,
    item: Int,
    action: WriteAction,
    isImplied: Bool = false,
    reversibility: Reversibility = .exact,
    base: Int64? = nil,
    from: Content? = nil,
    to: Content,
    isVerified: Bool? = nil,
    seen: Content? = nil
  ) {
    self.field = field
    self.fieldName = fieldName
    self.item = item
    self.action = action
    self.isImplied = isImplied
    self.reversibility = reversibility
    self.base = base
    self.from = from
    self.to = to
    self.isVerified = isVerified
    self.seen = seen
  }
}

/// One row of a batch.
public struct BatchLine: Hashable, Sendable {
  /// The entry that says what was intended.
  public let intended: Int64
  /// The user's key.
  public let user: Verbatim
  /// How the row stands.
  public let status: RowStatus
  /// What was found out about it, if that was needed.
  public let settled: Settlement?
  /// How many calls carried it.
  public let attempts: Int
  /// The system's code, where it refused the row or the call.
  public let code: String?
  /// The system's message, or why the row was skipped or is uncertain.
  public let message: Verbatim?
  /// Its cells.
  public let changes: [BatchChange]
  /// The entry of the last call that carried it.
  public let sent: Int64?
  /// When that entry was recorded, by the machine's clock then.
  public let sentAt: Instant?
  /// Whether its user was erased; then `user` names nobody.
  public let isErased: Bool

  /// Makes one row.
  public init(
    intended: Int64,
    user: Verbatim,
    status: RowStatus,
    settled: Settlement? = nil,
    attempts: Int = 1,
    code: String? = nil,
    message: Verbatim? = nil,
    changes: [BatchChange],
    sent: Int64? = nil,
    sentAt: Instant? = nil,
    isErased: Bool = false
  ) {
    self.intended = intended
    self.user = user
    self.status = status
    self.settled = settled
    self.attempts = attempts
    self.code = code
    self.message = message
    self.changes = changes
    self.sent = sent
    self.sentAt = sentAt
    self.isErased = isErased
  }

  /// Whether the row is known to be in the system, by its word or by settlement.
  public var isApplied: Bool { settled.map { $0 == .applied } ?? (status == .accepted) }

  /// Whether nothing is known of what became of it; of somebody who was erased it is not asked.
  public var isOpen: Bool {
    status == .uncertain && (settled ?? .undecidable) == .undecidable && !isErased
  }

  /// Whether any of what it wrote, or of what was there before, was erased.
  public var hasErased: Bool {
    isErased || changes.contains { $0.to == .erased || $0.from == .erased }
  }
}

extension Ledger {
  /// All batches, in their order.
  ///
  /// - Returns: The batches.
  /// - Throws: ``LedgerError``.
  public func batches() throws(LedgerError) -> [BatchRow] {
    let writer = writer()
    return try translating(path) {
      try read { database in
        try Self.operations(in: database, writer: writer)
          .filter { $0.kind.isBatch }
          .map { operation in
            let lines = try BatchReading(database).lines(of: operation)
            return BatchRow(operation: operation, counts: RowCounts(of: lines))
          }
      }
    }
  }

  /// One batch with its rows.
  ///
  /// - Parameter operation: Its number.
  /// - Returns: The batch and its rows; nil if there is no such batch.
  /// - Throws: ``LedgerError``.
  public func batch(_ operation: Int64) throws(LedgerError) -> (BatchRow, [BatchLine])? {
    let writer = writer()
    return try translating(path) {
      try read { database in
        let found = try Self.operations(in: database, writer: writer)
          .first { $0.operation == operation && $0.kind.isBatch }
        guard let found else { return nil }
        let lines = try BatchReading(database).lines(of: found)
        return (BatchRow(operation: found, counts: RowCounts(of: lines)), lines)
      }
    }
  }
}

extension Ledger {
  /// The batches with rows of which it is not known what became of them, and which nobody settled.
  ///
  /// - Parameter system: The system that they wrote to.
  /// - Returns: Their numbers, in their order.
  /// - Throws: ``LedgerError``.
  public func unsettledBatches(of system: System) throws(LedgerError) -> [Int64] {
    try translating(path) {
      try read { database in
        try Int64.fetchAll(
          database,
          sql: """
            SELECT DISTINCT r.operation FROM projected_row r JOIN operation o ON o.id = r.operation
            WHERE r.status = ? AND r.settlement IS NULL AND o.system = ? ORDER BY r.operation
            """,
          arguments: [RowStatus.uncertain.code, system.rawValue]
        )
      }
    }
  }

  /// The last entry of the book, by which it is seen whether anything was recorded since.
  ///
  /// - Parameter operation: An operation whose own entries are left out.
  /// - Returns: Its number; 0 for an empty book.
  /// - Throws: ``LedgerError``.
  public func lastEntry(leavingOut operation: Int64? = nil) throws(LedgerError) -> Int64 {
    try translating(path) {
      try read { database in
        try Int64.fetchOne(
          database,
          sql: """
            SELECT n.id FROM entry n JOIN append a ON a.id = n.append
            WHERE a.operation <> ? ORDER BY n.id DESC LIMIT 1
            """,
          arguments: [operation ?? 0]
        ) ?? 0
      }
    }
  }
}

extension RowCounts {
  init(of lines: [BatchLine]) {
    rows = lines.count
    for line in lines {
      switch (line.status, line.settled) {
      case (.accepted, _): accepted += 1
      case (.rejected, _): rejected += 1
      case (.uncertain, .applied?): accepted += 1
      case (.uncertain, .notApplied?): rejected += 1
      case (.uncertain, _): uncertain += line.isErased ? 0 : 1
      case (.notSent, _): notSent += 1
      case (.skipped, _): skipped += 1
      }
      guard line.isApplied else { continue }
      let seen = line.changes.compactMap(\.isVerified)
      if seen.contains(false) {
        differs += 1
      } else if seen.count == line.changes.count {
        verified += 1
      }
    }
  }
}

private struct BatchReading {
  let database: Database

  init(_ database: Database) { self.database = database }

  func lines(of operation: OperationRow) throws -> [BatchLine] {
    let statement = try RawStatement(
      database,
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
      """
    )
    statement.bind(1, operation.operation)
    var names = Names(database)
    var times = RecordedTimes(database)
    var lines: [BatchLine] = []
    try statement.forEachRow { row in
      let user = row.integer(1)
      let intended = row.integer(0)
      let sent = row.optionalInteger(4)
      lines.append(
        BatchLine(
          intended: intended,
          user: try names.key(ofUser: user),
          status: RowStatus(code: row.integer(2)) ?? .uncertain,
          settled: row.text(5).flatMap { Settlement(rawValue: $0.text) },
          attempts: Int(row.integer(3)),
          code: row.text(6)?.text,
          message: row.text(7),
          changes: try changes(of: intended, user: user, sent: sent, names: &names),
          sent: sent,
          sentAt: try sent.map { try times.byClock(entry: $0) },
          isErased: try names.isErased(user)
        )
      )
    }
    return lines
  }

  private func changes(
    of intended: Int64,
    user: Int64,
    sent: Int64?,
    names: inout Names
  ) throws -> [BatchChange] {
    let statement = try RawStatement(
      database,
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
      """
    )
    statement.bind(1, intended)
    statement.bind(2, user)
    statement.bind(3, sent ?? Int64.max)
    var changes: [BatchChange] = []
    try statement.forEachRow { row in
      let field = row.integer(0)
      let to = try row.content(from: 6)
      let seen = row.optionalInteger(12) == nil ? nil : try row.content(from: 12)
      changes.append(
        BatchChange(
          field: try names.code(ofField: field),
          fieldName: try names.name(ofField: field),
          item: Int(row.integer(1)),
          action: WriteAction(code: row.integer(2)) ?? .set,
          isImplied: row.integer(3) == 1,
          reversibility: Reversibility(code: row.integer(4)) ?? .irreversible,
          base: row.optionalInteger(5),
          from: row.optionalInteger(9) == nil ? nil : try row.content(from: 9),
          to: to,
          isVerified: to == .erased || seen == .erased
            ? nil : seen.map { Meaning.agrees(written: to, seen: $0) },
          seen: seen
        )
      )
    }
    return changes
  }
}
