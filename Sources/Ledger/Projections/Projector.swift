import LedgerStorage
import GRDB
import Roster

/// Writes the projections of an append.
///
/// The append and a rebuild use the same code, so both give the same rows.
struct Projector {
  /// A fetched event, with the numbers of its entry, user and field.
  struct Change {
    let user: UserNumber
    let field: FieldNumber
    let item: Int64
    let entry: EntryID
    let event: EventID
    let isGone: Bool
  }

  let database: Database
  /// `main`, or `temp` for the tables of a check.
  let schema: String
  /// The observations of a rebuild, which writes them at its end; nil if each is written at once.
  let kept: ObservationCache?
  private let hot: StatementCache
  private let roster: BulkInsert

  init(_ database: Database, schema: String = "main", kept: ObservationCache? = nil) {
    self.database = database
    self.schema = schema
    self.kept = kept
    hot = StatementCache(database)
    roster = BulkInsert(
      database,
      into: "\(schema).projected_roster",
      ["user", "field", "item", "event", "entry", "observed_before", "is_gone"],
      onConflict: """
        ON CONFLICT DO UPDATE SET event = excluded.event, entry = excluded.entry,
          observed_before = excluded.observed_before, is_gone = excluded.is_gone
        """
    )
  }

  /// Records what one fetched entry changed, and that it observed its scope.
  ///
  /// - Parameters:
  ///   - user: The user.
  ///   - entry: The entry.
  ///   - recordedAt: When the entry was recorded, in milliseconds since 1970-01-01T00:00:00Z.
  ///   - scope: The fields that it observed.
  ///   - changes: Its events.
  ///   - sets: The fields of scopes that are known already.
  /// - Returns: Whether it changed something and the user had no observation before.
  /// - Throws: An error of the database.
  @discardableResult
  func fetched(
    user: UserNumber,
    entry: EntryID,
    recordedAt: Int64,
    scope: ScopeNumber,
    changes: [Change],
    sets: inout FieldSets
  ) throws -> Bool {
    var isFirst = false
    if !changes.isEmpty {
      let observations = try observations(of: user)
      isFirst = observations.isEmpty
      // In the order of the tables' keys, which fills their pages better.
      let changes = changes.sorted { ($0.field, $0.item) < ($1.field, $1.item) }
      var observedBefore: [EntryID?] = []
      for change in changes {
        observedBefore.append(try last(observations, of: change.field, &sets))
        if !isFirst { try keepHistory(change, recordedAt) }
      }
      try record(changes, observedBefore)
    }
    try observation(user: user, scope: scope, entry: entry)
    try answered(user: user, scope: scope)
    return isFirst
  }

  private func observations(of user: UserNumber) throws -> [(scope: ScopeNumber, entry: EntryID)] {
    if let kept { return kept.of(user) }
    let statement = try hot.get(
      .observations,
      "SELECT scope, entry FROM \(schema).projected_observation WHERE user = ?"
    )
    statement.bind(1, user)
    var observations: [(scope: ScopeNumber, entry: EntryID)] = []
    try statement.forEachRow { observations.append(($0.integer(0), $0.integer(1))) }
    return observations
  }

  /// Keeps the earlier content of a cell in the history, for a user with an observation before.
  private func keepHistory(_ change: Change, _ recordedAt: Int64) throws {
    let history = try hot.get(
      .history,
      """
      INSERT INTO \(schema).projected_history
        (user, field, item, entry, event, observed_before, until_entry, ended_at)
      SELECT user, field, item, entry, event, observed_before, ?4, ?5
      FROM \(schema).projected_roster WHERE user = ?1 AND field = ?2 AND item = ?3
      """
    )
    history.bind(1, change.user)
    history.bind(2, change.field)
    history.bind(3, change.item)
    history.bind(4, change.entry)
    history.bind(5, recordedAt)
    try history.run()
  }

  /// The last of some entries whose scope has a field.
  private func last(
    _ observations: [(scope: ScopeNumber, entry: EntryID)],
    of field: FieldNumber,
    _ sets: inout FieldSets
  ) throws -> EntryID? {
    var last: EntryID?
    for (scope, entry) in observations where entry > (last ?? 0) {
      if try sets.fields(ofScope: scope, in: database).contains(field) { last = entry }
    }
    return last
  }

  private func record(_ changes: [Change], _ observedBefore: [EntryID?]) throws {
    try roster.insert(changes.count) { row, index in
      row.bind(1, changes[index].user)
      row.bind(2, changes[index].field)
      row.bind(3, changes[index].item)
      row.bind(4, changes[index].event)
      row.bind(5, changes[index].entry)
      row.bind(6, observedBefore[index])
      row.bind(7, changes[index].isGone ? 1 : 0)
    }
  }

  /// Records that an entry has a response about a user in a scope.
  func observation(user: UserNumber, scope: ScopeNumber, entry: EntryID) throws {
    if let kept { return kept.observation(user: user, scope: scope, entry: entry) }
    try write(user: user, scope: scope, entry: entry)
  }

  /// Writes the observations that were kept in memory.
  func flushObservations() throws {
    try kept?.forEach { try write(user: $0, scope: $1, entry: $2) }
  }

  private func write(user: UserNumber, scope: ScopeNumber, entry: EntryID) throws {
    let statement = try hot.get(
      .observation,
      """
      INSERT INTO \(schema).projected_observation (user, scope, entry) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET entry = excluded.entry
      """
    )
    statement.bind(1, user)
    statement.bind(2, scope)
    statement.bind(3, entry)
    try statement.run()
  }

  /// Removes an erased user from the look-up and from the membership.
  ///
  /// Their events and writes remain, by number.
  func erased(_ user: UserNumber) throws {
    for table in [
      "projected_user", "projected_membership", "projected_union", "projected_values",
    ] {
      try run("DELETE FROM \(schema).\(table) WHERE user = ?", user)
    }
    try run("DELETE FROM \(schema).projected_link WHERE dingtalk = ?1 OR maycur = ?1", user)
  }

  /// Records that a user may be found by a hash.
  func lookUp(_ hash: [UInt8], user: UserNumber) throws {
    try database.run(
      "INSERT INTO \(schema).projected_user (hash, user) VALUES (?, ?)",
      [hash, user]
    )
  }

  /// Records that an operation may be found by the hash of its request key.
  func requested(_ operation: OperationNumber, as hash: [UInt8]) throws {
    try database.run(
      "INSERT INTO \(schema).projected_request (hash, operation) VALUES (?, ?)",
      [hash, operation]
    )
  }

  /// Removes the operations whose request key was erased.
  func forgetErasedRequests() throws {
    try database.run(
      """
      DELETE FROM \(schema).projected_request WHERE operation IN (
        SELECT o.id FROM operation o LEFT JOIN personal_text t ON t.id = o.request_key
        WHERE t.id IS NULL)
      """
    )
  }

  /// Records that a user is on the list, or has left it, since an entry.
  func member(_ user: UserNumber, hasLeft: Bool, entry: EntryID) throws {
    try database.run(
      """
      INSERT INTO \(schema).projected_membership (user, has_left, entry) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET has_left = excluded.has_left, entry = excluded.entry
      """,
      [user, hasLeft, entry]
    )
  }

  /// Records the current description of a field.
  func described(field: FieldNumber, description: Int64, isRemoved: Bool) throws {
    try database.run(
      """
      INSERT INTO \(schema).projected_field (field, description, is_removed) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE
      SET description = excluded.description, is_removed = excluded.is_removed
      """,
      [field, description, isRemoved]
    )
  }

  /// Records the current `unionid` row of a user.
  func united(user: UserNumber, row: Int64) throws {
    try database.run(
      """
      INSERT INTO \(schema).projected_union (user, union_row) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET union_row = excluded.union_row
      """,
      [user, row]
    )
  }
}
