package import Ledger
package import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// The history of a user's cells: each content that a cell had, once, with the operation that
  /// made it.
  ///
  /// The stages of a write (intended, sent, accepted, observed) are one history entry; rejected
  /// writes have none.
  ///
  /// - Parameters:
  ///   - filter: The cells.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: The history entries: bytewise by field code and item, each cell's in the order of
  ///   the log.
  /// - Throws: ``LedgerError``.
  package func cellHistory(
    _ filter: HistoryFilter,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [HistoryEntry] {
    let upTo = position?.entry ?? EntryID.max
    return try read { database in
      guard let user = try IDResolver.user(filter.user, in: database) else { return [] }
      let fields = try filter.fields.map {
        try IDResolver.fields($0, of: filter.user.system, in: database)
      }
      let one = fields?.count == 1 ? fields?.first : nil
      func isWanted(_ cell: CellNumber) -> Bool {
        (fields?.contains(cell.field) ?? true)
          && (filter.item.map { Int64($0) == cell.item } ?? true)
      }
      let events = try ObservedEvents(database, upTo: upTo).of(user: user, field: one)
        .filter { isWanted($0.cell) }
      let writes = try CellWrites(database, upTo: upTo).of(user: user)
        .filter { isWanted($0.cell) }
      var histories = CellHistory(database, upTo: upTo)
      let found = Array(try histories.histories(events, writes))
      return try histories.names.inOrder(found, by: \.key).flatMap(\.value)
    }
  }
}
