package import Ledger
import LedgerStorage
import Crypto
import GRDB
package import Roster
import TransparencyLog

extension Ledger {
  /// Runs a SQL query on a read-only connection of its own, on one unchanging state of the ledger.
  ///
  /// The statement may read the views of `docs/format.md`, the query's own tables and
  /// `moment(entry, recorded_at, at)`, and nothing else. If the query has a position, the views
  /// show what the log knew at that position.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - timekeeper: The clock for its time limit, and for `moment.at` of a query at the end of the
  ///     log.
  ///   - begin: Receives the columns and the position before the first row.
  ///   - each: Receives a row; an error that it throws ends the reading.
  /// - Returns: The number of rows.
  /// - Throws: ``QueryError``, ``LedgerError``, or what `begin` and `each` throw.
  package func query(
    _ query: LedgerQuery,
    timekeeper: any Timekeeper,
    begin: (QueryBasis) throws -> Void,
    each: ([QueryValue]) throws -> Void
  ) throws -> Int {
    try QueryMemory.bounded(query.memoryLimit) {
      try run(query, timekeeper: timekeeper, begin: begin, each: each)
    }
  }

  private func run(
    _ query: LedgerQuery,
    timekeeper: any Timekeeper,
    begin: (QueryBasis) throws -> Void,
    each: ([QueryValue]) throws -> Void
  ) throws -> Int {
    let now = timekeeper.now()
    let deadline = timekeeper.monotonic() + query.timeLimit
    let guardian = QueryGuard { timekeeper.monotonic() > deadline }
    do {
      let connection = try QueryConnection(path, guardian: guardian)
      let (basis, names) = try QueryStage(connection).set(query, ledger: self, now: now)
      guardian.arm()
      let statement = try connection.prepare(query.sql)
      try names.check()
      guard statement.onlyReads else { throw QueryError.writes(what: "changes the file") }
      guard !statement.columns.isEmpty else { throw QueryError.empty }
      try statement.bind(query.parameters)
      try begin(basis.with(columns: statement.columns))
      var rows = 0
      try statement.forEachRow {
        rows += 1
        try each($0)
      }
      return rows
    } catch QueryError.tooLong {
      throw QueryError.tooLong(limit: query.timeLimit)
    } catch QueryError.tooLarge {
      throw QueryError.tooLarge(bytes: query.memoryLimit)
    } catch let failure as QueryStorageFailure {
      let error = DatabaseError(
        resultCode: ResultCode(rawValue: failure.code),
        message: failure.reason
      )
      throw LedgerError(error, path: path)
    }
  }
}

extension QueryBasis {
  fileprivate func with(columns: [String]) -> QueryBasis {
    QueryBasis(
      columns: columns,
      sqlDigest: sqlDigest,
      position: position,
      lastEntry: lastEntry,
      ledger: ledger
    )
  }
}

/// Prepares a connection for one query: its position, views, tables and functions.
private struct QueryStage {
  let connection: QueryConnection

  init(_ connection: QueryConnection) { self.connection = connection }

  func set(
    _ query: LedgerQuery,
    ledger: Ledger,
    now: Instant
  ) throws -> (QueryBasis, QueryNames) {
    // Look the position up first: entries are never removed, so it is valid in the state that is
    // read.
    let wanted = query.moment == .now ? nil : try ledger.position(at: query.moment)
    try connection.execute("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; BEGIN")
    let last = try connection.rows("SELECT entry, recorded_at FROM main.read_position").first ?? []
    let position = wanted ?? ReadPosition(last)
    try lay(position, at: query.moment.instant ?? (wanted == nil ? now : position.recordedAt))
    let views = try connection.rows(
      "SELECT name, sql FROM main.sqlite_schema WHERE type = 'view' AND name <> 'read_position'"
    )
    if let wanted {
      let named = views.map { (name: $0.first?.text ?? "", sql: $0.last?.text ?? "") }
      let statements = try PositionSources.statements(
        upTo: wanted.entry,
        views: named,
        calling: query.sight.isWhole ? { $0 } : MaskedViews.whole
      )
      for sql in statements { try connection.execute(sql) }
    }
    if !query.sight.isWhole {
      let masked = MaskedViews(sight: query.sight, isOfMoment: wanted != nil)
      for function in masked.functions { try connection.register(function) }
      for sql in try masked.statements({ try connection.prepare("SELECT * FROM \($0)").columns }) {
        try connection.execute(sql)
      }
    }
    for table in query.tables { try lay(table) }
    let functions = query.functions + [Self.sha256, Self.userNumber(ledger)]
    for function in functions { try connection.register(function) }
    let isLaid = wanted != nil || !query.sight.isWhole
    let names = try QueryNames(of: query, functions: functions, isLaid: isLaid) { view in
      try connection.prepare("SELECT * FROM \(view)").columns
    }
    // SQLite creates these tables when they are first named; the guard would refuse that later.
    for table in ["json_each", "json_tree"] {
      _ = try connection.rows("SELECT key FROM \(table)('[]')")
    }
    // The statement below cannot write.
    try connection.execute("PRAGMA query_only = ON")
    let id = try connection.rows("SELECT lower(hex(identifier)) FROM main.ledger").first?.first?
      .text
    let basis = QueryBasis(
      columns: [],
      sqlDigest: Hexadecimal.text(SHA256.hash(data: Array(query.sql.utf8))),
      position: position,
      lastEntry: ReadPosition(last).entry,
      ledger: id ?? ""
    )
    return (basis, names)
  }

  private func lay(_ position: ReadPosition, at moment: Instant?) throws {
    try lay(
      QueryTable(
        name: "read_position",
        columns: ["entry", "recorded_at", "at"],
        rows: [
          [
            .integer(position.entry.rawValue), QueryValue(position.recordedAt),
            QueryValue(moment ?? position.recordedAt),
          ]
        ]
      )
    )
  }

  private func lay(_ table: QueryTable) throws {
    let columns = table.columns.map { "\"\($0)\"" }.joined(separator: ", ")
    try connection.execute("CREATE TEMP TABLE \"\(table.name)\" (\(columns))")
    let places = table.columns.map { _ in "?" }.joined(separator: ", ")
    let insert = try connection.prepare("INSERT INTO temp.\"\(table.name)\" VALUES (\(places))")
    for row in table.rows { try insert.run(row) }
  }

  /// The number of a user of a system, as in the column `user_number` of the views; NULL if there is none.
  ///
  /// It takes one look-up. A user's name is in no index, so a condition on `user` reads all users.
  private static func userNumber(_ ledger: Ledger) -> QueryFunction {
    QueryFunction(name: "user_number", arguments: 2) { values in
      guard case .text(let name) = values[0], let system = System(rawValue: name.text),
        case .text(let user) = values[1],
        let number = try ledger.read({ try IDResolver.user(UserKey(system, user), in: $0) })
      else { return .null }
      return .integer(number.rawValue)
    }
  }

  /// SHA-256 of a text's UTF-8 bytes, as 64 digits: with a seed it gives an order that an auditor can
  /// recompute.
  private static let sha256 = QueryFunction(name: "sha256", arguments: 1) { values in
    switch values.first {
    case .text(let text): .text(Verbatim(Hexadecimal.text(SHA256.hash(data: text.bytes))))
    case .blob(let bytes): .text(Verbatim(Hexadecimal.text(SHA256.hash(data: bytes))))
    default: .null
    }
  }
}

extension ReadPosition {
  /// The values of the row of `moment`.
  fileprivate init(_ row: [QueryValue]) {
    var entry: EntryID = 0
    var recorded: Instant?
    if case .integer(let number)? = row.first { entry = EntryID(number) }
    if case .integer(let time)? = row.last, entry > 0 { recorded = Instant(milliseconds: time) }
    self.init(entry: entry, recordedAt: recorded)
  }
}

extension AsOf {
  /// The time in the position; nil if it names none.
  fileprivate var instant: Instant? {
    if case .time(let instant) = self { instant } else { nil }
  }
}

extension QueryValue {
  fileprivate init(_ instant: Instant?) {
    self = instant.map { .integer($0.milliseconds) } ?? .null
  }

  /// The text; nil for other types.
  fileprivate var text: String? {
    if case .text(let text) = self { text.text } else { nil }
  }
}
