import LedgerStorage
import GRDB
import Roster

/// Looks up what an entry says besides its kind.
struct FollowDetails {
  private let database: Database

  init(_ database: Database) { self.database = database }

  static func corrupt(_ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: what)
  }

  /// The user of a number.
  func person(_ number: UserNumber, _ names: inout NameTable) throws -> FollowedFact.Person {
    let key = try names.key(ofUser: number)
    return FollowedFact.Person(
      key: UserKey(try system(of: number), key),
      number: number,
      isErased: try names.isErased(number)
    )
  }

  private func system(of user: UserNumber) throws -> System {
    let text = try database.first("SELECT system FROM user WHERE id = ?", [user]) { $0.text(0) }
    guard let system = (text ?? nil).flatMap({ System(rawValue: $0.text) }) else {
      throw Self.corrupt("user \(user) of no system")
    }
    return system
  }

  /// The detail of an entry that states no values.
  func detail(of line: LogReference, _ names: inout NameTable) throws -> FollowedFact.Detail {
    switch line.kind {
    case .opened: try opened(line.operation)
    case .closed: try closed(line.operation)
    case .accepted, .rejected, .uncertain: try row(line.entry, "outcome", "d.code, NULL")
    case .skipped: try row(line.entry, "skipping", "NULL, NULL")
    case .settled: try row(line.entry, "settlement", "NULL, d.verdict")
    case .erased: try erased(line.entry, &names)
    case .linked, .unlinked: try link(line.entry, &names)
    case .cataloged: try described(line.entry, &names)
    case .setAside: try setAside(line.entry)
    case .granted:
      try one("SELECT role, until FROM token WHERE entry = ?", line.entry) { row in
        .granted(
          role: row.text(0)?.text ?? "",
          until: row.optionalInteger(1).map { Instant(milliseconds: $0) }
        )
      }
    case .revoked:
      try one("SELECT token FROM revocation WHERE entry = ?", line.entry) {
        .revoked(token: $0.integer(0))
      }
    case .submitted: try submitted(line.entry)
    case .decided:
      try one("SELECT proposal, decision, duty FROM decision WHERE entry = ?", line.entry) { row in
        .decided(
          row.integer(0),
          decision: row.text(1)?.text ?? "",
          duty: row.text(2)?.text ?? ""
        )
      }
    default: .plain
    }
  }

  private func submitted(_ entry: EntryID) throws -> FollowedFact.Detail {
    try one("SELECT kind, people, needs, until FROM proposal WHERE entry = ?", entry) { row in
      .submitted(
        try Self.kind(row),
        people: row.integer(1),
        needs: ApprovalNeeds(text: row.text(2)?.text ?? "").before,
        until: Instant(milliseconds: row.integer(3))
      )
    }
  }

  /// The detail in the row of an entry that has one.
  private func one(
    _ sql: String,
    _ number: some SQLBindable,
    _ read: (SQLRow) throws -> FollowedFact.Detail
  ) throws -> FollowedFact.Detail {
    guard let detail = try database.first(sql, [number], read: read) else {
      throw Self.corrupt("a fact of the log is missing")
    }
    return detail
  }

  private static let operation = "SELECT kind, parent FROM operation WHERE id = ?"

  private func opened(_ operation: OperationNumber) throws -> FollowedFact.Detail {
    try one(Self.operation, operation) { row in
      .opened(try Self.kind(row), parent: row.optionalInteger(1))
    }
  }

  private func closed(_ operation: OperationNumber) throws -> FollowedFact.Detail {
    let status = try database.first("SELECT status FROM closing WHERE operation = ?", [operation]) {
      $0.text(0).flatMap { OperationStatus(rawValue: $0.text) }
    }
    guard let status = status ?? nil else {
      throw Self.corrupt("operation \(operation) was closed")
    }
    return try one(Self.operation, operation) { row in
      let kind = try Self.kind(row)
      let counts = kind.isBatch ? try counts(of: operation) : nil
      return .closed(kind, parent: row.optionalInteger(1), status, counts)
    }
  }

  private static func kind(_ row: SQLRow) throws -> OperationKind {
    guard let kind = row.text(0).flatMap({ OperationKind(rawValue: $0.text) }) else {
      throw corrupt("an operation of an unknown kind")
    }
    return kind
  }

  private func counts(of batch: OperationNumber) throws -> RowCounts {
    var counts = RowCounts()
    try database.run(
      """
      SELECT r.status, s.verdict, count(*) FROM projected_row r
      LEFT JOIN settlement s ON s.entry = r.settlement WHERE r.operation = ? GROUP BY 1, 2
      """,
      [batch]
    ) { row in
      let settled = row.text(1).flatMap { Settlement(rawValue: $0.text) }
      let number = Int(row.integer(2))
      counts.rows += number
      switch RowOutcome(RowStatus(code: row.integer(0)) ?? .uncertain, settled: settled).known {
      case .notSent: counts.notSent += number
      case .skipped: counts.skipped += number
      case .uncertain: counts.uncertain += number
      case .accepted: counts.accepted += number
      case .rejected: counts.rejected += number
      }
    }
    return counts
  }

  private func row(_ entry: EntryID, _ table: String, _ columns: String) throws
    -> FollowedFact.Detail
  {
    let sql = """
      SELECT d.intended, a.operation, \(columns) FROM \(table) d
      JOIN entry n ON n.id = d.intended JOIN append a ON a.id = n.append WHERE d.entry = ?
      """
    return try one(sql, entry) { row in
      .row(
        intended: row.integer(0),
        batch: row.integer(1),
        code: row.text(2),
        row.text(3).flatMap { Settlement(rawValue: $0.text) }
      )
    }
  }

  private func erased(_ entry: EntryID, _ names: inout NameTable) throws -> FollowedFact.Detail {
    var scope: ScopeNumber?
    _ = try one("SELECT scope FROM erasure WHERE entry = ?", entry) { row in
      scope = row.optionalInteger(0)
      return .plain
    }
    guard let scope else { return .erased(nil) }
    return .erased(
      try names.fields(ofScope: scope).map { try names.code(ofField: $0) }.sorted()
    )
  }

  private func link(_ entry: EntryID, _ names: inout NameTable) throws -> FollowedFact.Detail {
    try one("SELECT dingtalk, maycur, source FROM link WHERE entry = ?", entry) { row in
      .link(
        dingtalk: try person(row.integer(0), &names),
        maycur: try person(row.integer(1), &names),
        row.text(2).flatMap { LinkSource(rawValue: $0.text) } ?? .administrator
      )
    }
  }

  private func described(_ entry: EntryID, _ names: inout NameTable) throws -> FollowedFact.Detail {
    let fields: [FieldNumber] = try database.rows(
      "SELECT field FROM description WHERE entry = ? ORDER BY id",
      [entry]
    ) { $0.integer(0) }
    return .described(try fields.map { try names.code(ofField: $0) }.sorted())
  }

  private func setAside(_ entry: EntryID) throws -> FollowedFact.Detail {
    try one("SELECT part, people, field FROM set_aside WHERE entry = ?", entry) { row in
      .setAside(part: row.text(0)?.text ?? "", people: row.integer(1), field: row.text(2))
    }
  }
}
