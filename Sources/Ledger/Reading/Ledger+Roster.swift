import GRDB
public import Roster

/// Whether a roster row shows what was last seen, or what an accepted write after that says.
public enum Lens: String, CaseIterable, Hashable, Sendable {
  /// The last fetched value.
  case seen
  /// The value of a write that was accepted since.
  case written
}

/// Which cells of the roster are wanted.
public struct RosterFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Also people who have left the list.
  public var includesLeft: Bool
  /// Also cells that are gone.
  public var includesGone: Bool

  /// Makes a filter; without arguments, all that DingTalk is known to hold of people on the job.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesLeft: Bool = false,
    includesGone: Bool = false
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesLeft = includesLeft
    self.includesGone = includesGone
  }
}

/// The current value of one cell.
public struct RosterRow: Hashable, Sendable {
  /// The system.
  public let system: System
  /// The user's key.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the current catalogue.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell holds.
  public let content: Content
  /// Seen or written.
  public let lens: Lens
  /// The entry that gave the cell this content.
  public let entry: Int64
  /// When that entry was recorded.
  public let since: Instant
  /// When an answer for the cell's field was last recorded; nil if there was none.
  public let lastSeen: Instant?
}

extension Ledger {
  /// Streams the current roster: users in the order in which the ledger met them, each one's cells
  /// bytewise by field code and item.
  ///
  /// - Parameters:
  ///   - filter: Which cells.
  ///   - each: Takes a row; what it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func roster(_ filter: RosterFilter, each: (RosterRow) throws -> Void) throws {
    try reading { database in
      var reading = try RosterReading(database, filter: filter)
      for user in try reading.users() { try reading.rows(of: user, each: each) }
    }
  }

  /// Reads one state of the book, with the ledger's own words for what the storage throws.
  func reading<T>(_ body: (Database) throws -> T) throws -> T {
    do { return try read(body) } catch let error as DatabaseError {
      throw LedgerError(error, path: path)
    }
  }
}

private struct RosterReading {
  let database: Database
  let filter: RosterFilter
  let fields: Set<Int64>?
  var names: Names
  var times: RecordedTimes

  init(_ database: Database, filter: RosterFilter) throws {
    self.database = database
    self.filter = filter
    names = Names(database)
    times = RecordedTimes(database)
    fields = try filter.fields.map { try Resolve.fields($0, of: filter.system, in: database) }
  }

  func users() throws -> [Int64] {
    var users: [Int64]
    if let wanted = filter.users {
      users = try wanted.compactMap {
        try Resolve.user(UserKey(filter.system, $0), in: database)
      }
    } else {
      users = try Int64.fetchAll(
        database,
        sql: "SELECT id FROM user WHERE system = ? ORDER BY id",
        arguments: [filter.system.rawValue]
      )
    }
    if !filter.includesLeft {
      let left = Set(
        try Int64.fetchAll(
          database,
          sql: "SELECT user FROM projected_membership WHERE has_left = 1"
        )
      )
      users.removeAll { left.contains($0) }
    }
    return users
  }

  mutating func rows(of user: Int64, each: (RosterRow) throws -> Void) throws {
    let sightings = try Sightings(of: user, in: database)
    var rows: [CellAddress: RosterRow] = [:]
    for (lens, sql) in [(Lens.seen, Self.seen), (.written, Self.written)] {
      let statement = try RawStatement(database, sql)
      statement.bind(1, user)
      try statement.forEachRow { row in
        guard let row = try rosterRow(row, of: user, lens, sightings) else { return }
        rows[CellAddress(row.field, row.item)] = row
      }
    }
    for row in rows.values.sorted(by: { ($0.field, $0.item) < ($1.field, $1.item) })
    where filter.includesGone || row.content != .gone {
      try each(row)
    }
  }

  private static let seen = """
    SELECT r.field, r.item, e.entry, v.form, v.value, v.label
    FROM projected_roster r
    JOIN event e ON e.id = r.event
    JOIN personal_value v ON v.id = r.event
    WHERE r.user = ?
    """

  private static let written = """
    SELECT w.field, w.item, w.entry, v.form, v.value, v.label
    FROM projected_write w JOIN personal_value v ON v.id = w.event
    WHERE w.user = ? AND w.is_believed = 1
    """

  private mutating func rosterRow(
    _ row: RawRow,
    of user: Int64,
    _ lens: Lens,
    _ sightings: Sightings
  ) throws -> RosterRow? {
    let field = row.integer(0)
    guard fields?.contains(field) ?? true else { return nil }
    let entry = row.integer(2)
    let lastSeen = try sightings.last(ofField: field, names: &names)
    return RosterRow(
      system: filter.system,
      user: try names.key(ofUser: user),
      field: try names.code(ofField: field),
      fieldName: try names.name(ofField: field),
      item: Int(row.integer(1)),
      content: try row.content(from: 3),
      lens: lens,
      entry: entry,
      since: try times.of(entry: entry),
      lastSeen: try lastSeen.map { try times.of(entry: $0) }
    )
  }
}
