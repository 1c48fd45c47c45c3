package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The process that is writing to the ledger now; nil if there is none.
  package func writer() -> Writer? {
    WriterLock.holder(of: path).map { Writer(process: $0.process, since: $0.since) }
  }

  /// The state of the ledger.
  ///
  /// - Returns: Its status.
  /// - Throws: ``LedgerError``.
  package func status() throws(LedgerError) -> LedgerStatus {
    let writer = writer()
    return try read { database in
      var (lastFetch, lastEnded): (OperationSummary?, OperationSummary?) = (nil, nil)
      var unfinished: [OperationSummary] = []
      let operations = OperationReading(database, writer: writer)
      try operations.forEach(OperationFilter(latestFirst: true)) { operation in
        if operation.kind == .fetch, operation.status != .running {
          lastEnded = lastEnded ?? operation
        }
        if try operation.kind == .fetch && operation.status == .finished
          && Self.hasRecordedSomebody(operation.operation, in: database)
        {
          lastFetch = operation
          return false
        }
        if [.interrupted, .failed].contains(operation.status) { unfinished.append(operation) }
        return true
      }
      return LedgerStatus(
        lastFetch: lastFetch,
        lastFetchEnded: try lastFetch.flatMap { try Self.end(of: $0.operation, in: database) },
        findings: try lastEnded.map {
          try Self.findings(of: $0.operation, in: database)
        } ?? [],
        unfinished: unfinished.reversed(),
        writer: writer
      )
    }
  }

  private static func end(of operation: OperationNumber, in database: Database) throws -> Instant? {
    try database.first(
      """
      SELECT coalesce(clock_at, recorded_at) FROM append WHERE operation = ?
      ORDER BY id DESC LIMIT 1
      """,
      [operation]
    ) { Instant(milliseconds: $0.integer(0)) }
  }

  private static func hasRecordedSomebody(
    _ operation: OperationNumber,
    in database: Database
  ) throws -> Bool {
    try database.first(
      """
      SELECT EXISTS (SELECT 1 FROM append a CROSS JOIN entry n
        ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        WHERE a.operation = ? AND a.scope IS NOT NULL AND n.kind = \(EntryKind.fetched.code))
      """,
      [operation]
    ) { $0.integer(0) != 0 } ?? false
  }

  /// The findings of an operation.
  ///
  /// - Parameter operation: Its number.
  /// - Returns: Its findings.
  /// - Throws: ``LedgerError``.
  package func findings(of operation: OperationNumber) throws(LedgerError) -> [Finding] {
    try read { try Self.findings(of: operation, in: $0) }
  }

  static func findings(of operation: OperationNumber, in database: Database) throws -> [Finding] {
    try withheld(by: operation, in: database)
      + heldByNobody(after: operation, in: database)
      + counted(
        .listShrunk,
        operation,
        """
        SELECT coalesce(sum(m.missing), 0) FROM append a
        JOIN enumeration m ON m.entry = a.first_entry
        WHERE a.operation = ? AND m.accepted = 0
        """,
        in: database
      )
      + counted(
        .usersNotReturned,
        operation,
        """
        SELECT count(*) FROM append a CROSS JOIN entry n
        ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        WHERE a.operation = ? AND n.kind = \(EntryKind.notReturned.code)
        """,
        in: database
      )
      + counted(
        .clockSetBack,
        operation,
        "SELECT count(*) FROM append WHERE operation = ? AND clock_at IS NOT NULL",
        in: database
      )
      + counted(
        .erasedUsersLeftOut,
        operation,
        """
        SELECT coalesce(max(s.users), 0) FROM append a CROSS JOIN suppression s
        ON s.entry BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        WHERE a.operation = ?
        """,
        in: database
      )
      + setAside(by: operation, in: database)
  }

  /// The parts that an operation set aside, counted: by people, or by people for each field or
  /// description.
  private static func setAside(by operation: OperationNumber, in database: Database) throws
    -> [Finding]
  {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.part, s.field, n.user, a.asked, s.people FROM append a CROSS JOIN set_aside s
        ON s.entry BETWEEN a.first_entry AND a.first_entry + a.entries - 1
        JOIN entry n ON n.id = s.entry WHERE a.operation = ?
        """,
      arguments: [operation.rawValue]
    )
    let groups = Dictionary(grouping: rows) { row in
      Left(part: row["part"], field: (row["field"] as String?).map { Verbatim($0) })
    }
    return groups.sorted { $0.key < $1.key }.compactMap { left, rows in
      SetAside.Part(rawValue: left.part).map { part in
        Finding(
          kind: part.finding,
          operation: operation,
          field: left.field,
          count: people(in: rows)
        )
      }
    }
  }

  /// The number of people in rows: named people count once each; of unnamed people, the largest
  /// number in one request.
  private static func people(in rows: [Row]) -> Int {
    let named = Set(rows.compactMap { $0["user"] as Int64? })
    var unnamed: [Int64?: Int] = [:]
    for row in rows where row["user"] as Int64? == nil {
      unnamed[row["asked"] as Int64?, default: 0] += row["people"]
    }
    return named.count + (unnamed.values.max() ?? 0)
  }

  private static func withheld(by operation: OperationNumber, in database: Database) throws
    -> [Finding]
  {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.code, sum(a.entries) AS users FROM (
          SELECT asked, scope, sum(entries) AS entries FROM append
          WHERE operation = ? AND scope IS NOT NULL AND asked IS NOT scope GROUP BY asked, scope
        ) a
        JOIN scope_field s ON s.scope = a.asked
        JOIN field f ON f.id = s.field
        WHERE NOT EXISTS (
          SELECT 1 FROM scope_field k WHERE k.scope = a.scope AND k.field = s.field)
        GROUP BY f.code ORDER BY f.code
        """,
      arguments: [operation.rawValue]
    )
    return rows.map {
      Finding(
        kind: .fieldWithheld,
        operation: operation,
        field: Verbatim($0["code"]),
        count: $0["users"]
      )
    }
  }

  private static func counted(
    _ kind: Finding.Kind,
    _ operation: OperationNumber,
    _ sql: String,
    in database: Database
  ) throws -> [Finding] {
    let count = try database.first(sql, [operation]) { Int($0.integer(0)) } ?? 0
    return count == 0 ? [] : [Finding(kind: kind, operation: operation, count: count)]
  }
}

/// A part that was left out of an operation's responses; the same part of several people counts as one.
private struct Left: Hashable, Comparable {
  let part: String
  let field: FieldCode?

  static func < (left: Left, right: Left) -> Bool {
    (left.part, left.field ?? "") < (right.part, right.field ?? "")
  }
}
