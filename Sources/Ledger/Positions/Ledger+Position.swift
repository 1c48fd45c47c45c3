package import LedgerStorage
package import GRDB
package import Roster

extension Ledger {
  /// Finds the entry that an `--as-of` names.
  ///
  /// - Parameter moment: The time, entry or operation.
  /// - Returns: The last entry that counts.
  /// - Throws: ``LedgerError``: `noSuchEntry` for an entry that the log does not have yet,
  ///   `noSuchOperation` for an unknown operation.
  package func position(at moment: AsOf) throws(LedgerError) -> ReadPosition {
    let now = timekeeper?.now()
    return try read { try Self.position(at: moment, now: now, in: $0) }
  }

  /// Finds the entry that an `--as-of` names, within a reading that goes on to use it.
  package static func position(
    at moment: AsOf,
    now: Instant? = nil,
    in database: Database
  ) throws -> ReadPosition {
    let last: EntryID = try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0
    let entry: EntryID
    switch moment {
    case .now: entry = last
    case .time(let time): entry = try lastEntry(at: time, now: now, in: database)
    case .entry(let number):
      guard number >= 0, number <= last else { throw LedgerError.noSuchEntry(number, last: last) }
      entry = number
    case .before(let operation): entry = try span(of: operation, in: database).first - 1
    case .after(let operation): entry = try span(of: operation, in: database).last
    }
    guard entry > 0 else { return ReadPosition(entry: 0, recordedAt: nil) }
    var times = RecordedTimes(database)
    return ReadPosition(entry: entry, recordedAt: try times.of(entry: entry))
  }

  private static func span(
    of operation: OperationNumber,
    in database: Database
  ) throws -> (first: EntryID, last: EntryID) {
    let found: (first: EntryID, last: EntryID)?? = try database.first(
      """
      SELECT min(first_entry), max(first_entry + entries - 1) FROM append WHERE operation = ?
      """,
      [operation]
    ) { row in
      row.optionalInteger(0).map { (first: $0, last: row.integer(1)) }
    }
    guard let found = found ?? nil else { throw LedgerError.noSuchOperation(operation) }
    return found
  }
}

extension Ledger {
  /// The first entry with values of a system's users.
  ///
  /// - Parameter system: The system.
  /// - Returns: The entry; nil if there is none.
  /// - Throws: ``LedgerError``.
  package func firstKnown(of system: System) throws(LedgerError) -> ReadPosition? {
    try read { database in
      try database.first(
        """
        SELECT n.id, a.recorded_at FROM entry n
        CROSS JOIN append a ON a.id = n.append
        CROSS JOIN user u ON u.id = n.user
        WHERE n.kind IN (\(EntryKind.codesWithValues)) AND u.system = '\(system.rawValue)'
        ORDER BY n.id LIMIT 1
        """
      ) { row in
        ReadPosition(
          entry: row.integer(0),
          recordedAt: Instant(milliseconds: row.integer(1))
        )
      }
    }
  }
}
