package import Ledger
package import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// The operations, in their order; those that only say what the service showed are left out.
  ///
  /// - Returns: The operations; an open one is `running` while a process writes, and `interrupted`
  ///   otherwise. As of an entry, one that was closed later is `running`, too.
  /// - Throws: ``LedgerError``.
  package func operations() throws(LedgerError) -> [OperationSummary] {
    let writer = writer()
    return try read { try Self.operations(in: $0, writer: writer) }
  }

  static func operations(in database: Database, writer: Writer?) throws -> [OperationSummary] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT o.*, EXISTS (SELECT 1 FROM main.closing c WHERE c.operation = o.operation) AS is_over
        FROM operations o WHERE o.kind <> 'access' ORDER BY o.operation
        """
    )
    let newest = rows.last.map { OperationNumber(rawValue: $0["operation"]) }
    // What was open before the process that writes now was left by a killed one.
    func isRunning(_ row: Row, _ number: OperationNumber) -> Bool {
      if row["is_over"] { return true }
      guard let writer else { return false }
      guard let since = writer.since else { return number == newest }
      return Instant(milliseconds: row["opened_at"]) >= since
    }
    return try rows.map { row in
      let number = OperationNumber(rawValue: row["operation"])
      guard let kind = OperationKind(rawValue: row["kind"]),
        let system = System(rawValue: row["system"])
      else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT,
          message: "operation \(number) of an unknown kind"
        )
      }
      let closed = OperationStatus(rawValue: row["status"])
      let open: OperationStatus = isRunning(row, number) ? .running : .interrupted
      return OperationSummary(
        operation: number,
        kind: kind,
        system: system,
        actor: Verbatim(row["actor"]),
        claimedActor: (row["claimed_actor"] as String?).map { Verbatim($0) },
        reason: (row["reason"] as String?).map { Verbatim($0) },
        ticket: (row["ticket"] as String?).map { Verbatim($0) },
        requestKey: (row["request_key"] as String?).map { Verbatim($0) },
        parent: (row["parent"] as Int64?).map { OperationNumber($0) },
        status: closed ?? open,
        openedAt: Instant(milliseconds: row["opened_at"]),
        closedAt: (row["closed_at"] as Int64?).map { Instant(milliseconds: $0) },
        entries: row["entries"]
      )
    }
  }
}
