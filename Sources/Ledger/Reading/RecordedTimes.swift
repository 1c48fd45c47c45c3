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

/// The last entries that answered for a user, scope by scope.
struct Sightings {
  private var entries: [(scope: Int64, entry: Int64)] = []

  init(of user: Int64, in database: Database) throws {
    let statement = try RawStatement(
      database,
      "SELECT scope, entry FROM projected_sighting WHERE user = ? ORDER BY entry DESC"
    )
    statement.bind(1, user)
    try statement.forEachRow { entries.append(($0.integer(0), $0.integer(1))) }
  }

  /// The last entry that answered for a field.
  func last(ofField field: Int64, names: inout Names) throws -> Int64? {
    for (scope, entry) in entries where try names.fields(ofScope: scope).contains(field) {
      return entry
    }
    return nil
  }
}
