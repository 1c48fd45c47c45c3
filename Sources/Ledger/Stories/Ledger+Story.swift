import GRDB
import Roster

extension Ledger {
  /// The story of a user's cells: each content that a cell had, once, with whose doing it was.
  ///
  /// The stages of a write (intended, sent, accepted, seen) are one chapter; writes that were refused
  /// are none.
  ///
  /// - Parameters:
  ///   - filter: Which cells.
  ///   - standing: Where in the book; now unless given.
  /// - Returns: The chapters: bytewise by field code and item, each cell's in the order of the book.
  /// - Throws: ``LedgerError``.
  public func story(
    _ filter: HistoryFilter,
    at standing: Standing? = nil
  ) throws(LedgerError) -> [Chapter] {
    let upTo = standing?.entry ?? Int64.max
    return try translating(path) {
      try read { database in
        guard let user = try Resolve.user(filter.user, in: database) else { return [] }
        let fields = try filter.fields.map {
          try Resolve.fields($0, of: filter.user.system, in: database)
        }
        let one = fields?.count == 1 ? fields?.first : nil
        func isWanted(_ field: Int64, _ item: Int64) -> Bool {
          (fields?.contains(field) ?? true) && (filter.item.map { Int64($0) == item } ?? true)
        }
        let events = try SeenEvents(database, upTo: upTo).of(user: user, field: one)
          .filter { isWanted($0.field, $0.item) }
        let writes = try CellWrites(database, upTo: upTo).of(user: user)
          .filter { isWanted($0.field, $0.item) }
        var stories = CellStories(database, upTo: upTo)
        return try stories.stories(events, writes)
          .sorted {
            (try stories.names.rank(ofField: $0.key.field), $0.key.item)
              < (try stories.names.rank(ofField: $1.key.field), $1.key.item)
          }
          .flatMap(\.value)
      }
    }
  }
}
