import GRDB
package import Ledger
package import LedgerStorage
import Roster

extension Ledger {
  /// The legal holds that are in force, in the order of the log.
  ///
  /// - Returns: One for each user: the last, if a user was put under several.
  /// - Throws: ``LedgerError``.
  package func holds() throws(LedgerError) -> [HoldSummary] {
    try read { database in
      var names = NameTable(database)
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT n.id, n.user, a.recorded_at, o.operation, o.system, o.actor, o.claimed_actor, o.reason,
            o.ticket
          FROM operations o
          JOIN append a ON a.operation = o.operation
          JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
          WHERE o.kind = 'hold' AND n.kind = \(EntryKind.held.code) AND NOT EXISTS (
            SELECT 1 FROM entry m WHERE m.user = n.user AND m.id > n.id
              AND m.kind IN (\(EntryKind.held.code), \(EntryKind.released.code)))
          ORDER BY n.id
          """
      )
      return try rows.map { row in
        guard let system = System(rawValue: row["system"]) else {
          throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hold of an unknown system")
        }
        let user = UserNumber(rawValue: row["user"])
        return HoldSummary(
          user: UserKey(system, try names.key(ofUser: user)),
          since: Instant(milliseconds: row["recorded_at"]),
          reason: (row["reason"] as String?).map { Verbatim($0) },
          actor: Verbatim(row["actor"]),
          operation: OperationNumber(rawValue: row["operation"]),
          entry: EntryID(rawValue: row["id"]),
          claimedActor: (row["claimed_actor"] as String?).map { Verbatim($0) },
          ticket: (row["ticket"] as String?).map { Verbatim($0) }
        )
      }
    }
  }
}
