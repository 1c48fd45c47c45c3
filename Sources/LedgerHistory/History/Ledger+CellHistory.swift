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
    let upTo = position?.entry ?? Int64.max
    return try read { database in
      guard let user = try IDResolver.user(filter.user, in: database) else { return [] }
      let fields = try filter.fields.map {
        try IDResolver.fields($0, of: filter.user.system, in: database)
      }
      let one = fields?.count == 1 ? fields?.first : nil
      func isWanted(_ field: Int64, _ item: Int64) -> Bool {
        (fields?.contains(field) ?? true) && (filter.item.map { Int64($0) == item } ?? true)
      }
      let events = try ObservedEvents(database, upTo: upTo).of(user: user, field: one)
        .filter { isWanted($0.field, $0.item) }
      let writes = try CellWrites(database, upTo: upTo).of(user: user)
        .filter { isWanted($0.field, $0.item) }
      var histories = CellHistory(database, upTo: upTo)
      return try histories.histories(events, writes)
        .sorted {
          (try histories.names.rank(ofField: $0.key.field), $0.key.item)
            < (try histories.names.rank(ofField: $1.key.field), $1.key.item)
        }
        .flatMap(\.value)
    }
  }
}
