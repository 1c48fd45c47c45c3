import GRDB
package import LedgerStorage
package import Roster

/// The texts of accesses from before a time: who looked, with which parameters, for whom and for what.
///
/// Those of people under a legal hold are left as they are, and so are readings of several people of
/// whom one is.
struct OldAccesses {
  /// Rows of `personal_text`.
  let texts: Set<Int64>

  /// - Parameters:
  ///   - time: The accesses are from before it.
  ///   - database: The log.
  /// - Throws: ``LedgerError``.
  init(before time: Instant, in database: Database) throws {
    var texts: Set<Int64> = []
    try database.run(
      """
      WITH held AS MATERIALIZED (
        SELECT user FROM entry h WHERE kind = \(EntryKind.held.code) AND NOT EXISTS (
          SELECT 1 FROM entry r WHERE r.user = h.user AND r.id > h.id
            AND r.kind = \(EntryKind.released.code)))
      SELECT x.actor, x.query, x.behalf, x.purpose FROM access x JOIN entry n ON n.id = x.entry
      WHERE x.entry <= (
          SELECT max(first_entry + entries - 1) FROM append WHERE recorded_at < ?)
        AND coalesce(n.user, 0) NOT IN (SELECT user FROM held)
        AND NOT EXISTS (
          SELECT 1 FROM people_set_member m
          WHERE m.people_set = x.people_set AND m.user IN (SELECT user FROM held))
      """,
      [time.milliseconds]
    ) { row in
      for column: Int32 in 0...3 {
        if let text: Int64 = row.optionalInteger(column) { texts.insert(text) }
      }
    }
    let kept = texts
    var found: Set<Int64> = []
    try database.run("SELECT id FROM personal_text") { row in
      if kept.contains(row.integer(0)) { found.insert(row.integer(0)) }
    }
    self.texts = found
  }
}

extension Ledger {
  /// How many texts of accesses from before a time are not erased.
  ///
  /// - Parameter time: The time.
  /// - Returns: The number.
  /// - Throws: ``LedgerError``.
  package func textsOfAccesses(before time: Instant) throws(LedgerError) -> Int {
    try read { try OldAccesses(before: time, in: $0).texts.count }
  }
}

extension LedgerWriter {
  /// Erases the texts of accesses from before a time; call ``scrub()`` afterwards.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - now: The time now.
  /// - Returns: The number of the entry, and of the texts; nil if there was none.
  /// - Throws: ``LedgerError``.
  package func forget(
    before time: Instant,
    now: Instant
  ) throws(LedgerError) -> (entry: EntryID, texts: Int)? {
    try withLog { try VacuumRun.setAsideInMemory($0.connection) }
    return try append(now: now) { appending in
      let texts = try OldAccesses(before: time, in: appending.database).texts
      guard !texts.isEmpty else { return nil }
      return (try appending.forget(texts, before: time, operation: operation), texts.count)
    }
  }
}
