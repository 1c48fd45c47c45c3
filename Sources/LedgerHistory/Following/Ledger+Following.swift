package import Ledger
import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Reads a part of the log, fact by fact, in one unchanging state.
  ///
  /// A fetched or imported entry has a fact for each cell that it changed, first observations
  /// included; an entry of another kind has one.
  ///
  /// - Parameters:
  ///   - filter: The facts. The entry after which it begins must be in the log, or 0.
  ///   - each: Receives a fact, in the order of the log; it returns whether it takes another one.
  /// - Returns: The last entry of the part, and the last one of the log.
  /// - Throws: ``LedgerError``, `noSuchEntry` if the log ends before the part begins; what `each`
  ///   throws.
  package func follow(
    _ filter: FollowFilter,
    each: (FollowedFact) throws -> Bool
  ) throws -> (through: EntryID, end: EntryID) {
    try reading { database in
      let end: EntryID = try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0
      guard filter.after <= end else { throw LedgerError.noSuchEntry(filter.after, last: end) }
      let last = min(end, filter.after + filter.entries)
      let through: EntryID =
        try database.first(
          """
          SELECT a.first_entry + a.entries - 1 FROM entry n JOIN append a ON a.id = n.append
          WHERE n.id = ?
          """,
          [last]
        ) { $0.integer(0) } ?? last
      var reading = try FollowReading(
        database,
        filter,
        span: EntrySpan(after: filter.after, through: through)
      )
      while let fact = try reading.next() {
        guard try each(fact) else { break }
      }
      return (through, end)
    }
  }
}
