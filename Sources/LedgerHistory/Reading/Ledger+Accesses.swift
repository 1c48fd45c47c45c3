package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Streams accesses in the order of the log, or the latest first.
  ///
  /// - Parameters:
  ///   - filter: Which ones.
  ///   - each: Receives an access; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func accesses(_ filter: AccessFilter, each: (RecordedAccess) throws -> Void) throws {
    try reading { database in
      var conditions = "entry > ? AND entry <= ?"
      var arguments: [any SQLBindable] = [filter.span.after, filter.span.through]
      if let user = filter.user {
        guard let number = try IDResolver.user(user, in: database) else { return }
        conditions += """
           AND (people IS NULL OR entry IN (
            SELECT entry FROM accessed_people WHERE user_number = ?))
          """
        arguments.append(number)
      }
      if let actor = filter.actor {
        conditions += " AND instr(CAST(actor AS BLOB), ?) > 0"
        arguments.append(actor.text.utf8)
      }
      if let what = filter.what {
        conditions += " AND what = ?"
        arguments.append(what.text)
      }
      try database.run(
        """
        SELECT entry, operation, recorded_at, actor, role, what, position, user, people, query,
          behalf, purpose
        FROM accesses WHERE \(conditions) ORDER BY entry \(filter.latestFirst ? "DESC" : "ASC")
        """,
        arguments
      ) { try each(Self.access($0)) }
    }
  }

  /// The largest number of people whom one account was shown one by one.
  ///
  /// - Parameter entry: Accesses after this entry count.
  /// - Returns: The number.
  /// - Throws: ``LedgerError``.
  package func mostPeopleShown(after entry: EntryID) throws(LedgerError) -> Int {
    try read { database in
      try database.first(
        """
        SELECT count(DISTINCT n.user) AS people FROM access x JOIN entry n ON n.id = x.entry
        LEFT JOIN personal_text w ON w.id = x.actor
        WHERE x.entry > ? GROUP BY w.content ORDER BY people DESC LIMIT 1
        """,
        [entry]
      ) { Int($0.integer(0) as Int64) } ?? 0
    }
  }

  /// The last entry that is no part of the accesses at the end of the log.
  ///
  /// - Returns: Its number; 0 if there is none.
  /// - Throws: ``LedgerError``.
  package func lastEntryBesideAccesses() throws(LedgerError) -> EntryID {
    try read { database in
      var last: EntryID = 0
      do {
        try database.run(
          """
          SELECT a.first_entry + a.entries - 1, o.kind FROM append a
          JOIN operation o ON o.id = a.operation ORDER BY a.id DESC
          """
        ) { row in
          guard row.text(1)?.text != OperationKind.access.rawValue else { return }
          last = row.integer(0)
          throw Found()
        }
      } catch is Found {}
      return last
    }
  }

  private struct Found: Error {}

  private static func access(_ row: SQLRow) -> RecordedAccess {
    RecordedAccess(
      entry: row.integer(0),
      operation: row.integer(1),
      recordedAt: Instant(milliseconds: row.integer(2)),
      actor: row.text(3) ?? "",
      role: row.text(4)?.text ?? "",
      what: row.text(5)?.text ?? "",
      position: row.integer(6),
      user: row.text(7),
      people: row.optionalInteger(8).map { Int($0 as Int64) },
      query: row.text(9),
      behalf: row.text(10),
      purpose: row.text(11)
    )
  }
}
