package import LedgerStorage
package import GRDB
package import Roster

extension Ledger {
  /// The entries that are recorded more than a minute ahead of a clock; nil if there are none.
  ///
  /// - Parameter now: The clock's time.
  /// - Returns: The entries.
  /// - Throws: ``LedgerError``.
  package func ahead(of now: Instant) throws(LedgerError) -> EntriesAhead? {
    let limit = now + Self.clockTolerance
    return try read { database in
      guard let last = try Self.lastRecorded(in: database), last > limit else { return nil }
      return try database.first(
        "SELECT first_entry FROM append WHERE recorded_at > ? ORDER BY id LIMIT 1",
        [limit.milliseconds]
      ) { EntriesAhead(first: $0.integer(0), recordedAt: last) }
    }
  }

  /// The latest time at which an entry can have been written, by a clock that is right now.
  ///
  /// - Parameters:
  ///   - entry: The entry.
  ///   - now: The clock's time.
  /// - Returns: The first machine time of the entry or a later one that is not ahead of now; nil if
  ///   there is none.
  /// - Throws: ``LedgerError``.
  package func written(_ entry: EntryID, by now: Instant) throws(LedgerError) -> Instant? {
    try read { database in
      try database.first(
        """
        SELECT coalesce(clock_at, recorded_at) FROM append
        WHERE id >= (SELECT append FROM entry WHERE id = ?1)
          AND coalesce(clock_at, recorded_at) <= ?2
        ORDER BY id LIMIT 1
        """,
        [entry, now.milliseconds]
      ) { Instant(milliseconds: $0.integer(0)) }
    }
  }

  /// The tolerance between two clocks that are considered equal.
  static let clockTolerance = Duration.seconds(60)

  static func lastRecorded(in database: Database) throws -> Instant? {
    try database.first("SELECT recorded_at FROM append ORDER BY id DESC LIMIT 1") {
      Instant(milliseconds: $0.integer(0))
    }
  }

  /// The last entry that was recorded at a time or before it.
  ///
  /// If entries are ahead of now, their recorded times are wrong: then the clock's own times count
  /// for entries after the wrong one.
  package static func lastEntry(at time: Instant, now: Instant?, in database: Database) throws
    -> EntryID
  {
    func last(_ condition: String, _ arguments: [Instant]) throws -> EntryID {
      try database.first(
        "SELECT first_entry + entries - 1 FROM append \(condition) ORDER BY id DESC LIMIT 1",
        arguments.map(\.milliseconds)
      ) { $0.integer(0) } ?? 0
    }
    let recorded = try last("WHERE recorded_at <= ?", [time])
    guard let now, let end = try lastRecorded(in: database), end > now + clockTolerance else {
      return recorded
    }
    if time >= now { return try last("", []) }
    return max(recorded, try last("WHERE recorded_at > ? AND clock_at <= ?", [now, time]))
  }
}
