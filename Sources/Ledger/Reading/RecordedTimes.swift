import GRDB
import Roster

/// When entries were recorded; many entries share one append, so the last answers are kept.
struct RecordedTimes {
  private var known: [Int64: Instant] = [:]
  private let database: Database

  init(_ database: Database) { self.database = database }

  mutating func of(entry: Int64) throws -> Instant {
    if let time = known[entry] { return time }
    let statement = try RawStatement(
      database,
      "SELECT a.recorded_at FROM entry e JOIN append a ON a.id = e.append WHERE e.id = ?"
    )
    statement.bind(1, entry)
    let time = Instant(milliseconds: try statement.first { $0.integer(0) } ?? 0)
    if known.count >= 1024 { known.removeAll(keepingCapacity: true) }
    known[entry] = time
    return time
  }
}
