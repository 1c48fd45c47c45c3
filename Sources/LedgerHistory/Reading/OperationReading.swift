import GRDB
import Ledger
import LedgerStorage
import Roster

/// Reads operations one by one; those that only say what the service showed are left out.
struct OperationReading {
  let database: Database
  private let writer: Writer?

  init(_ database: Database, writer: Writer?) {
    self.database = database
    self.writer = writer
  }

  /// Passes on the operations of a filter.
  ///
  /// - Parameters:
  ///   - filter: The operations.
  ///   - each: Receives an operation, and returns whether to go on.
  /// - Throws: `DatabaseError`, or what `each` throws.
  func forEach(
    _ filter: OperationFilter,
    _ each: (OperationSummary) throws -> Bool
  ) throws {
    let rows = try SQLCursor(
      database,
      """
      SELECT o.operation, o.kind, o.system, o.actor, o.claimed_actor, o.reason, o.ticket,
        o.request_key, o.parent, o.status, o.opened_at, o.closed_at, o.entries,
        EXISTS (SELECT 1 FROM main.closing c WHERE c.operation = o.operation)
      FROM operations o \(filter.sql)
      """
    )
    while let row = try rows.next() {
      guard try each(try summary(row)) else { return }
    }
  }

  /// The first operation of a filter; nil if there is none.
  func first(_ filter: OperationFilter) throws -> OperationSummary? {
    var found: OperationSummary?
    try forEach(filter) {
      found = $0
      return false
    }
    return found
  }

  private func summary(_ row: SQLRow) throws -> OperationSummary {
    let number: OperationNumber = row.integer(0)
    guard let kind = row.text(1).flatMap({ OperationKind(rawValue: $0.text) }),
      let system = row.text(2).flatMap({ System(rawValue: $0.text) })
    else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "operation \(number) of an unknown kind"
      )
    }
    let openedAt = Instant(milliseconds: row.integer(10))
    let closed = row.text(9).flatMap { OperationStatus(rawValue: $0.text) }
    let isOver = row.integer(13) == 1
    let isRunning = try isOver || isRunning(number, openedAt: openedAt)
    return OperationSummary(
      operation: number,
      kind: kind,
      system: system,
      actor: row.text(3) ?? "(erased)",
      claimedActor: row.text(4),
      reason: row.text(5),
      ticket: row.text(6),
      requestKey: row.text(7),
      parent: row.optionalInteger(8),
      status: closed ?? (isRunning ? .running : .interrupted),
      openedAt: openedAt,
      closedAt: row.optionalInteger(11).map { Instant(milliseconds: $0) },
      entries: Int(row.integer(12))
    )
  }

  /// Whether the process that writes now has an operation open.
  ///
  /// What was open before that process was left by a killed one.
  private func isRunning(_ number: OperationNumber, openedAt: Instant) throws -> Bool {
    guard let writer else { return false }
    if let since = writer.since { return openedAt >= since }
    return try number
      == database.first("SELECT max(id) FROM operation WHERE kind <> 'access'") { $0.integer(0) }
  }
}
