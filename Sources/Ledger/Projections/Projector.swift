import GRDB
import Roster

/// Writes the projections of an append: the same hands serve the append itself and a rebuild, so
/// that both give the same rows.
struct Projector {
  /// A fetched event, by the numbers of what it is about.
  struct Change {
    let user: Int64
    let field: Int64
    let item: Int64
    let entry: Int64
    let event: Int64
    let isGone: Bool
  }

  let database: Database
  /// `main`, or `temp` for the tables of a check.
  let schema: String
  /// The sightings of a rebuild, which are written once at its end; nil where each is written.
  let kept: KeptSightings?
  private let hot: HotStatements

  init(_ database: Database, schema: String = "main", kept: KeptSightings? = nil) {
    self.database = database
    self.schema = schema
    self.kept = kept
    hot = HotStatements(database)
  }

  /// Records what one fetched entry changed, and that it answered for its scope.
  func fetched(
    user: Int64,
    entry: Int64,
    scope: Int64,
    changes: [Change],
    sets: inout FieldSets
  ) throws {
    if !changes.isEmpty {
      let sightings = try sightings(of: user)
      // In the order of the tables' keys, which fills their pages better.
      for change in changes.sorted(by: { ($0.field, $0.item) < ($1.field, $1.item) }) {
        var seenBefore: Int64?
        for (scope, entry) in sightings where entry > (seenBefore ?? 0) {
          let fields = try sets.fields(ofScope: scope, in: database)
          if fields.contains(change.field) { seenBefore = entry }
        }
        if !sightings.isEmpty { try keepHistory(change) }
        try record(change, seenBefore: seenBefore)
      }
    }
    try sight(user: user, scope: scope, entry: entry)
    try answered(user: user, scope: scope)
  }

  private func sightings(of user: Int64) throws -> [(scope: Int64, entry: Int64)] {
    if let kept { return kept.of(user) }
    let statement = try hot.get(
      .sightings,
      "SELECT scope, entry FROM \(schema).projected_sighting WHERE user = ?"
    )
    statement.bind(1, user)
    var sightings: [(scope: Int64, entry: Int64)] = []
    try statement.forEachRow { sightings.append(($0.integer(0), $0.integer(1))) }
    return sightings
  }

  /// Keeps what a cell had, of a user who was answered for before.
  private func keepHistory(_ change: Change) throws {
    let history = try hot.get(
      .history,
      """
      INSERT INTO \(schema).projected_history (user, field, item, entry, event, seen_before)
      SELECT user, field, item, entry, event, seen_before FROM \(schema).projected_roster
      WHERE user = ? AND field = ? AND item = ?
      """
    )
    history.bind(1, change.user)
    history.bind(2, change.field)
    history.bind(3, change.item)
    try history.run()
  }

  private func record(_ change: Change, seenBefore: Int64?) throws {
    let roster = try hot.get(
      .roster,
      """
      INSERT INTO \(schema).projected_roster
        (user, field, item, event, entry, seen_before, is_gone)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET event = excluded.event, entry = excluded.entry,
        seen_before = excluded.seen_before, is_gone = excluded.is_gone
      """
    )
    roster.bind(1, change.user)
    roster.bind(2, change.field)
    roster.bind(3, change.item)
    roster.bind(4, change.event)
    roster.bind(5, change.entry)
    roster.bind(6, seenBefore)
    roster.bind(7, change.isGone ? 1 : 0)
    try roster.run()
  }

  /// Records that an entry answered for a user and a scope.
  func sight(user: Int64, scope: Int64, entry: Int64) throws {
    if let kept { return kept.sight(user: user, scope: scope, entry: entry) }
    try write(user: user, scope: scope, entry: entry)
  }

  /// Writes the sightings that were kept back.
  func flushSightings() throws {
    try kept?.forEach { try write(user: $0, scope: $1, entry: $2) }
  }

  private func write(user: Int64, scope: Int64, entry: Int64) throws {
    let statement = try hot.get(
      .sight,
      """
      INSERT INTO \(schema).projected_sighting (user, scope, entry) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET entry = excluded.entry
      """
    )
    statement.bind(1, user)
    statement.bind(2, scope)
    statement.bind(3, entry)
    try statement.run()
  }

  /// A user was erased: nothing leads to them, and they are on no list.
  ///
  /// What events and writes they had stays, by number.
  func erased(_ user: Int64) throws {
    for table in [
      "projected_user", "projected_membership", "projected_union", "projected_values",
    ] {
      try run("DELETE FROM \(schema).\(table) WHERE user = ?", user)
    }
    try run("DELETE FROM \(schema).projected_link WHERE dingtalk = ?1 OR maycur = ?1", user)
  }

  /// Records that a user may be found by a hash.
  func lookUp(_ hash: [UInt8], user: Int64) throws {
    let statement = try RawStatement(
      database,
      "INSERT INTO \(schema).projected_user (hash, user) VALUES (?, ?)"
    )
    statement.bind(1, hash)
    statement.bind(2, user)
    try statement.run()
  }

  /// Records that a user is on the list, or has left it, since an entry.
  func member(_ user: Int64, hasLeft: Bool, entry: Int64) throws {
    let statement = try RawStatement(
      database,
      """
      INSERT INTO \(schema).projected_membership (user, has_left, entry) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET has_left = excluded.has_left, entry = excluded.entry
      """
    )
    statement.bind(1, user)
    statement.bind(2, hasLeft ? 1 : 0)
    statement.bind(3, entry)
    try statement.run()
  }

  /// Records the description that holds for a field.
  func described(field: Int64, description: Int64, isRemoved: Bool) throws {
    let statement = try RawStatement(
      database,
      """
      INSERT INTO \(schema).projected_field (field, description, is_removed) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE
      SET description = excluded.description, is_removed = excluded.is_removed
      """
    )
    statement.bind(1, field)
    statement.bind(2, description)
    statement.bind(3, isRemoved ? 1 : 0)
    try statement.run()
  }

  /// Records the `unionid` row that holds for a user.
  func united(user: Int64, row: Int64) throws {
    let statement = try RawStatement(
      database,
      """
      INSERT INTO \(schema).projected_union (user, union_row) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET union_row = excluded.union_row
      """
    )
    statement.bind(1, user)
    statement.bind(2, row)
    try statement.run()
  }
}
