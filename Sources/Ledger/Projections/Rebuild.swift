package import LedgerProof
package import LedgerStorage
package import GRDB
package import Roster

/// Derives the projections of a whole log into temporary tables.
package struct Rebuild {
  package static let tables = [
    "projected_user", "projected_request", "projected_roster", "projected_history",
    "projected_observation", "projected_membership", "projected_field", "projected_union",
    "projected_row", "projected_write", "projected_written", "projected_link", "projected_head",
    "projected_values",
  ]

  private let database: Database
  private let projector: Projector

  /// Creates the temporary tables, with the same shape as those of the log.
  package init(_ database: Database) throws {
    self.database = database
    for table in Self.tables {
      let sql =
        try String.fetchOne(
          database,
          sql: "SELECT sql FROM main.sqlite_schema WHERE name = ?",
          arguments: [table]
        )
        ?? ""
      guard sql.hasPrefix("CREATE TABLE ") else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no table \(table)")
      }
      let body = sql.dropFirst("CREATE TABLE ".count)
      try database.execute(
        sql: "DROP TABLE IF EXISTS temp.\(table); CREATE TEMPORARY TABLE \(body)"
      )
    }
    // Otherwise SQLite moves the tables to a file, page by page.
    try database.execute(sql: "PRAGMA temp.cache_size = -16000")
    projector = Projector(database, schema: "temp", kept: ObservationCache())
  }

  /// Drops the temporary tables, which SQLite would prefer to the log's own.
  package static func clear(_ database: Database) {
    for table in tables { try? database.execute(sql: "DROP TABLE IF EXISTS temp.\(table)") }
  }

  /// Derives every projection.
  func derive() throws {
    let live = try deriveUnhashed()
    try head()
    try values(live)
  }

  /// Derives every projection except those with hashes, `projected_head` and `projected_values`.
  ///
  /// - Returns: For each user number, the scopes for which `projected_values` has a root.
  package func deriveUnhashed() throws -> [UserNumber: Set<ScopeNumber>] {
    try users()
    try requests()
    let live = try entries()
    try projector.flushObservations()
    try descriptions()
    try unions()
    return live
  }

  private func users() throws {
    let lookup = try UserLookup(database)
    try database.run(
      "SELECT u.id, u.system, p.key FROM user u JOIN personal_user p ON p.id = u.id ORDER BY u.id"
    ) { row in
      guard let system = row.text(1).flatMap({ System(rawValue: $0.text) }), let key = row.text(2)
      else { return }
      try projector.lookUp(lookup.hash(UserKey(system, key)), user: row.integer(0))
    }
  }

  private func requests() throws {
    let lookup = try RequestLookup(database)
    try database.run(
      """
      SELECT o.id, t.content FROM operation o JOIN personal_text t ON t.id = o.request_key
      ORDER BY o.id
      """
    ) { row in
      guard let key = row.text(1) else { return }
      try projector.requested(row.integer(0), as: lookup.hash(key))
    }
  }

  /// Projects every entry.
  ///
  /// - Returns: For each user number, the scopes with a current values root.
  private func entries() throws -> [UserNumber: Set<ScopeNumber>] {
    var sets = FieldSets()
    var live: [UserNumber: Set<ScopeNumber>] = [:]
    let events = try EventCursor(database)
    try database.run(
      """
      SELECT n.id, n.kind, n.user, a.scope, a.operation, a.recorded_at FROM append a
      CROSS JOIN entry n ON n.id BETWEEN a.first_entry AND a.first_entry + a.entries - 1
      ORDER BY a.id, n.id
      """
    ) { row in
      let entry: EntryID = row.integer(0)
      let user: UserNumber? = row.optionalInteger(2)
      let scope: ScopeNumber? = row.optionalInteger(3)
      switch (EntryKind(code: row.integer(1)), user, scope) {
      case (.fetched, let user?, let scope?), (.imported, let user?, let scope?):
        let changes = try events.changes(of: entry, user: user)
        try projector.fetched(
          user: user,
          entry: entry,
          recordedAt: row.integer(5),
          scope: scope,
          changes: changes,
          sets: &sets
        )
        if !changes.isEmpty { live[user] = [] }
        if !changes.contains(where: \.isGone) { live[user, default: []].insert(scope) }
      case (.joined, let user?, _), (.rejoined, let user?, _):
        try projector.member(user, hasLeft: false, entry: entry)
      case (.left, let user?, _):
        try projector.member(user, hasLeft: true, entry: entry)
      case (.erased, let user?, _):
        guard try ErasedUser.isErased(by: entry, in: database) else { return }
        try projector.erased(user)
        live[user] = nil
      case (let kind?, _, _):
        try LinkLines(database).project(kind, entry: entry, with: projector)
        try BatchLines(database).project(
          kind,
          entry: entry,
          operation: row.integer(4),
          with: projector
        )
      default: break
      }
    }
    return live
  }

  private func head() throws {
    let last: EntryID = try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0
    var tree = GrowingTree()
    try LeafHashes(database).forEach(upTo: last) { tree.append($0, storesLeaf: false) }
    try head(of: tree)
  }

  /// Derives `projected_head` from a tree that was already built.
  package func head(of tree: GrowingTree) throws {
    try tree.writeHead(to: database, schema: "temp")
  }

  /// Derives `projected_values`; this reads and hashes every current value.
  package func values(_ live: [UserNumber: Set<ScopeNumber>]) throws {
    let roots = LiveValues(database, schema: "temp")
    var maker = LeafMaker(try ProofKey(database))
    for (user, scopes) in live.sorted(by: { $0.key < $1.key }) {
      for scope in scopes.sorted() {
        let cells = try roots.cells(of: user, entry: 0, scope: scope, maker: &maker)
        try roots.keep(cells.root, user, scope)
      }
    }
  }

  private func descriptions() throws {
    try database.run("SELECT id, field, removed FROM description ORDER BY id") { row in
      try projector.described(
        field: row.integer(1),
        description: row.integer(0),
        isRemoved: row.integer(2) == 1
      )
    }
  }

  private func unions() throws {
    try database.run(
      "SELECT u.id, n.user FROM personal_union u JOIN entry n ON n.id = u.entry ORDER BY u.id"
    ) { row in
      try projector.united(user: row.integer(1), row: row.integer(0))
    }
  }

  /// Compares a temporary table with the one of the log.
  package static func compare(_ table: String, in database: Database) throws -> ProjectionReport {
    if let rows = try sameRows(table, in: database) {
      return ProjectionReport(table: table, rows: rows, differences: 0)
    }
    func count(_ sql: String) throws -> Int { try database.first(sql) { Int($0.integer(0)) } ?? 0 }
    let missing = try count(
      "SELECT count(*) FROM (SELECT * FROM temp.\(table) EXCEPT SELECT * FROM main.\(table))"
    )
    let excess = try count(
      "SELECT count(*) FROM (SELECT * FROM main.\(table) EXCEPT SELECT * FROM temp.\(table))"
    )
    return ProjectionReport(
      table: table,
      rows: try count("SELECT count(*) FROM temp.\(table)"),
      differences: missing + excess
    )
  }

  /// How many rows both tables have, if they are equal row by row; otherwise nil.
  ///
  /// Comparing them side by side costs much less than counting the differences.
  private static func sameRows(_ table: String, in database: Database) throws -> Int? {
    let derived = try SQLCursor(database, "SELECT * FROM temp.\(table)")
    let position = try SQLCursor(database, "SELECT * FROM main.\(table)")
    var rows = 0
    while let row = try derived.next() {
      guard let other = try position.next(), row.isSame(as: other) else { return nil }
      rows += 1
    }
    return try position.next() == nil ? rows : nil
  }
}

/// What a rebuild or a check found about one projection.
package struct ProjectionReport: Hashable, Sendable {
  /// The projection's table.
  package let table: String
  /// How many rows the log gives.
  package let rows: Int
  /// How many stored rows the log does not give, plus how many rows of the log are not stored.
  package let differences: Int
}

extension Ledger {
  /// Derives all projections from the log and compares them with the stored ones; changes nothing.
  ///
  /// - Returns: A report for each projection.
  /// - Throws: ``LedgerError``.
  package func checkProjections() throws(LedgerError) -> [ProjectionReport] {
    try read { database in
      defer { Rebuild.clear(database) }
      try Rebuild(database).derive()
      return try Rebuild.tables.map { try Rebuild.compare($0, in: database) }
    }
  }

  /// Derives all projections from the log and replaces the stored ones.
  ///
  /// - Parameters:
  ///   - wait: How long to wait for a writer to end.
  ///   - timekeeper: The clock, and the means of waiting.
  /// - Returns: A report for each projection, with the differences that it had before.
  /// - Throws: ``LedgerError``; the projections are unchanged then.
  package func rebuild(
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> [ProjectionReport] {
    do {
      return try await write(alone: true, wait: wait, timekeeper: timekeeper) { connection in
        try connection.record { database in
          defer { Rebuild.clear(database) }
          try Rebuild(database).derive()
          // The remembered responses were compared with the old projections.
          try database.execute(sql: "DELETE FROM remembered_answer")
          return try Rebuild.tables.map { table in
            let report = try Rebuild.compare(table, in: database)
            try database.execute(
              sql: """
                DELETE FROM main.\(table);
                INSERT INTO main.\(table) SELECT * FROM temp.\(table);
                """
            )
            return report
          }
        }
      }
    } catch { throw LedgerError(error, path: path) }
  }
}
