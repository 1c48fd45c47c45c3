import Ledger
import LedgerStorage
import PostgreSQL
import Roster
import TransparencyLog

/// One transaction that brings a mirror from one extent of a log to another.
struct MirrorRound {
  private let connection: PostgresConnection
  /// The ledger, in one state.
  private let ledger: Ledger
  private let standing: MirrorStanding
  private let extent: LogExtent
  private var log: Int64 { standing.log }
  private var last: EntryID { standing.extent.entry }

  init(
    _ connection: PostgresConnection,
    _ ledger: Ledger,
    from standing: MirrorStanding,
    to extent: LogExtent
  ) {
    self.connection = connection
    self.ledger = ledger
    self.standing = standing
    self.extent = extent
  }

  /// Runs it.
  ///
  /// - Parameter moved: Called if the standing is another one now; it throws.
  /// - Returns: How many rows were sent, and how many were deleted because they are erased here.
  /// - Throws: What `moved` throws; `PostgresError`, `LedgerError`.
  func run(otherwise moved: () throws -> Void) throws -> (rows: Int, erased: Int) {
    let tables = try LogTable.all()
    return try connection.transaction {
      guard try swap() else {
        try moved()
        return (0, 0)
      }
      // The last event before the rows of this round are there.
      let event = try lastEvent()
      let numbers = try lastNumbers(tables)
      var rows = 0
      for table in tables {
        switch table.growth {
        case .numbered: rows += try send(table, after: numbers[table.name] ?? 0)
        case .whole where extent.amendments != standing.extent.amendments:
          rows += try look(at: table)
        case .whole: break
        case .tiles where extent.entry > last:
          try removeOpenTiles()
          rows += try send(table, after: last.rawValue)
        case .tiles: break
        }
      }
      guard extent.entry > last else { return (rows, 0) }
      let erased = try erase()
      try derive(after: event)
      return (rows, erased)
    }
  }

  /// Moves the standing from what it was to the new extent; false if it is another one now.
  private func swap() throws -> Bool {
    let values: [PostgresValue] = [
      .integer(extent.entry.rawValue), .integer(extent.append), .bytes(extent.root.bytes),
      .integer(extent.amendments), .integer(log), .integer(standing.epoch),
      .integer(last.rawValue), .bytes(standing.extent.root.bytes),
      .integer(standing.extent.amendments),
    ]
    return try connection.run(
      """
      UPDATE rollbook_log.ledger SET entry = $1, append = $2, root = $3, amendments = $4
      WHERE log = $5 AND epoch = $6 AND entry = $7 AND root = $8 AND amendments = $9
      """,
      values
    ) == 1
  }

  private func lastEvent() throws -> EventID {
    let rows = try connection.rows(
      "SELECT max(id) FROM rollbook_log.event WHERE log = $1",
      [.integer(log)]
    )
    return EventID(rows.first?.first?.integer ?? 0)
  }

  /// The largest number that the mirror has, for each table that grows by numbers.
  private func lastNumbers(_ tables: [LogTable]) throws -> [String: Int64] {
    let numbered = tables.compactMap { table in
      if case .numbered(let column) = table.growth { (table, column) } else { nil }
    }
    let parts = numbered.map { table, column in
      "(SELECT max(\"\(column)\") FROM \(MirrorSchema.name(of: table)) WHERE log = $1)"
    }
    let row =
      try connection.rows(
        "SELECT \(parts.joined(separator: ", "))",
        [.integer(log)]
      ).first ?? []
    return Dictionary(
      uniqueKeysWithValues: zip(numbered, row).map { ($0.0.name, $1.integer ?? 0) }
    )
  }

  private func send(_ table: LogTable, after number: Int64) throws -> Int {
    var writer: PostgresRowWriter?
    try ledger.rows(of: table, after: number) { row in
      let copy = try writer ?? copy(into: table)
      writer = copy
      try copy.row(of: table.columns.count + 1)
      copy.add(log)
      for (index, column) in table.columns.enumerated() {
        if column.isInteger {
          copy.add(row.optionalInteger(Int32(index)) as Int64?)
        } else {
          row.withBytes(Int32(index)) { copy.add($0) }
        }
      }
    }
    try writer?.end()
    return writer?.rows ?? 0
  }

  private func copy(into table: LogTable) throws -> PostgresRowWriter {
    try connection.copy(
      into: "\(MirrorSchema.name(of: table)) (\(MirrorSchema.columns(of: table)))"
    )
  }

  /// Sends the rows of a table that the mirror lacks, wherever they are in it.
  private func look(at table: LogTable) throws -> Int {
    let places = (1...(table.columns.count + 1)).map { "$\($0)" }.joined(separator: ", ")
    let insert = """
      INSERT INTO \(MirrorSchema.name(of: table)) (\(MirrorSchema.columns(of: table)))
      VALUES (\(places)) ON CONFLICT DO NOTHING
      """
    var added = 0
    try ledger.rows(of: table, after: 0) { row in
      let values = table.columns.enumerated().map { index, column -> PostgresValue in
        let index = Int32(index)
        if row.isNull(index) { return .null }
        return column.isInteger ? .integer(row.integer(index)) : .bytes(row.array(index))
      }
      added += try connection.run(insert, [.integer(log)] + values)
    }
    return added
  }

  private func removeOpenTiles() throws {
    let open = LogTable.openTiles(of: last)
      .map { "id >= \($0.lowerBound) AND id < \($0.upperBound)" }.joined(separator: " OR ")
    try connection.run(
      "DELETE FROM rollbook_log.tile WHERE log = $1 AND (\(open))",
      [.integer(log)]
    )
  }

  /// Deletes what was erased here since.
  ///
  /// - Returns: How many rows of the log that were.
  private func erase() throws -> Int {
    let since: [PostgresValue] = [.integer(log), .integer(last.rawValue)]
    var deleted = 0
    for (table, erased) in LogTable.erasable.sorted(by: { $0.key < $1.key }) {
      deleted += try connection.run(
        """
        DELETE FROM rollbook_log.\(table) p USING rollbook_log.\(erased) x
        WHERE p.log = $1 AND x.log = $1 AND x.id = p.id AND x.erasure > $2
        """,
        since
      )
    }
    try connection.run(
      """
      UPDATE rollbook.cell_version v SET presence = 'erased', value = NULL, label = NULL
      FROM rollbook_log.erased_value x
      WHERE v.log = $1 AND x.log = $1 AND x.id = v.event AND x.erasure > $2
      """,
      since
    )
    return deleted
  }
}

// MARK: What is derived

extension MirrorRound {
  /// Brings the tables up to date from which views read.
  private func derive(after event: EventID) throws {
    let since: [PostgresValue] = [.integer(log), .integer(last.rawValue)]
    try versions(after: event)
    try connection.run(
      """
      INSERT INTO rollbook_log.projected_observation (log, "user", scope, entry)
      SELECT n.log, n."user", a.scope, max(n.id) FROM rollbook_log.entry n
      JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
      WHERE n.log = $1 AND n.id > $2 AND n.kind IN (0, 18) AND a.scope IS NOT NULL
        AND n."user" IS NOT NULL
      GROUP BY n.log, n."user", a.scope
      ON CONFLICT (log, "user", scope) DO UPDATE SET entry = EXCLUDED.entry
      """,
      since
    )
    try connection.run(
      """
      INSERT INTO rollbook_log.projected_membership (log, "user", has_left, entry)
      SELECT n.log, n."user", CASE n.kind WHEN 6 THEN 1 ELSE 0 END, n.id FROM rollbook_log.entry n
      WHERE n.log = $1 AND n.id IN (
        SELECT max(m.id) FROM rollbook_log.entry m
        WHERE m.log = $1 AND m.id > $2 AND m.kind IN (5, 6, 7) GROUP BY m."user")
      ON CONFLICT (log, "user") DO UPDATE SET has_left = EXCLUDED.has_left, entry = EXCLUDED.entry
      """,
      since
    )
    try connection.run(
      """
      DELETE FROM rollbook_log.projected_membership m USING rollbook_log.erased_user x
      WHERE m.log = $1 AND x.log = $1 AND x.id = m."user" AND x.erasure > $2
      """,
      since
    )
  }

  private func versions(after event: EventID) throws {
    var writer: PostgresRowWriter?
    var ended: (events: [String], entries: [String]) = ([], [])
    try ledger.cellVersions(after: event) { row in
      let copy =
        try writer
        ?? connection.copy(
          into: """
            rollbook.cell_version (log, user_number, field_number, item, event, from_entry, \
            observed_before, until_entry, recorded_at, is_gone, presence, value, label)
            """
        )
      writer = copy
      try copy.row(of: 13)
      copy.add(log)
      for column in 0..<9 as Range<Int32> { copy.add(row.optionalInteger(column) as Int64?) }
      for column in 9..<12 as Range<Int32> {
        row.withBytes(column) { bytes in copy.add(bytes.map(Self.text)) }
      }
    } ended: { row in
      ended.events.append("\(row.integer(0) as Int64)")
      ended.entries.append("\(row.integer(1) as Int64)")
    }
    try writer?.end()
    guard !ended.events.isEmpty else { return }
    try connection.run(
      """
      UPDATE rollbook.cell_version v SET until_entry = x.entry
      FROM unnest(($2::text)::bigint[], ($3::text)::bigint[]) AS x (event, entry)
      WHERE v.log = $1 AND v.event = x.event
      """,
      [
        .integer(log), .text("{\(ended.events.joined(separator: ","))}"),
        .text("{\(ended.entries.joined(separator: ","))}"),
      ]
    )
  }

  /// A text as far as PostgreSQL can have it: up to a zero byte.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.firstIndex(of: 0) ?? bytes.endIndex)])
  }
}
