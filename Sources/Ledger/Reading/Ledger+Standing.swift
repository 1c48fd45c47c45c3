import GRDB
public import Roster

/// A moment of the book, as somebody names it.
public enum AsOf: Hashable, Sendable {
  /// The last entry that there is.
  case now
  /// Entries recorded at this time or before it.
  case time(Instant)
  /// Entries up to this one.
  case entry(Int64)
  /// Entries before the first of this operation.
  case before(operation: Int64)
  /// Entries up to the last of this operation.
  case after(operation: Int64)
}

/// Where in the book an answer stands: what it says was known up to that entry, and nothing later.
public struct Standing: Hashable, Sendable {
  /// The last entry that counts; 0 where nothing had been recorded yet.
  public let entry: Int64
  /// When that entry was recorded; nil at entry 0.
  public let recordedAt: Instant?

  /// States where an answer stands.
  public init(entry: Int64, recordedAt: Instant?) {
    self.entry = entry
    self.recordedAt = recordedAt
  }
}

extension Ledger {
  /// Finds the entry at which a moment stands (design 2, times).
  ///
  /// - Parameter moment: The moment.
  /// - Returns: The last entry that counts.
  /// - Throws: ``LedgerError``: `noSuchEntry` for an entry that the book does not have yet,
  ///   `noSuchOperation` for an operation that it does not know.
  public func standing(at moment: AsOf) throws(LedgerError) -> Standing {
    let now = timekeeper?.now()
    return try translating(path) { try read { try Self.standing(at: moment, now: now, in: $0) } }
  }

  /// Finds the entry at which a moment stands, within a reading that goes on to use it.
  static func standing(
    at moment: AsOf,
    now: Instant? = nil,
    in database: Database
  ) throws -> Standing {
    let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM entry") ?? 0
    let entry: Int64
    switch moment {
    case .now: entry = last
    case .time(let time): entry = try lastEntry(at: time, now: now, in: database)
    case .entry(let number):
      guard number >= 0, number <= last else { throw LedgerError.noSuchEntry(number, last: last) }
      entry = number
    case .before(let operation): entry = try span(of: operation, in: database).first - 1
    case .after(let operation): entry = try span(of: operation, in: database).last
    }
    guard entry > 0 else { return Standing(entry: 0, recordedAt: nil) }
    var times = RecordedTimes(database)
    return Standing(entry: entry, recordedAt: try times.of(entry: entry))
  }

  private static func span(
    of operation: Int64,
    in database: Database
  ) throws -> (first: Int64, last: Int64) {
    let statement = try RawStatement(
      database,
      """
      SELECT min(first_entry), max(first_entry + entries - 1) FROM append WHERE operation = ?
      """
    )
    statement.bind(1, operation)
    let found = try statement.first { row in
      row.optionalInteger(0).map { (first: $0, last: row.integer(1)) }
    }
    guard let found = found ?? nil else { throw LedgerError.noSuchOperation(operation) }
    return found
  }
}

extension Ledger {
  /// Where the book first told values of a system's users.
  ///
  /// - Parameter system: The system.
  /// - Returns: The first entry that did; nil where none has.
  /// - Throws: ``LedgerError``.
  public func firstKnown(of system: System) throws(LedgerError) -> Standing? {
    try translating(path) {
      try read { database in
        let statement = try RawStatement(
          database,
          """
          SELECT n.id, a.recorded_at FROM entry n
          CROSS JOIN append a ON a.id = n.append
          CROSS JOIN user u ON u.id = n.user
          WHERE n.kind IN (0, 18) AND u.system = '\(system.rawValue)' ORDER BY n.id LIMIT 1
          """
        )
        return try statement.first { row in
          Standing(
            entry: row.integer(0),
            recordedAt: Instant(milliseconds: row.integer(1))
          )
        }
      }
    }
  }
}
