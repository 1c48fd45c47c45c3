import GRDB
public import Roster

/// Which cells of the roster are wanted.
public struct RosterFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Also people who have left the list, and those who were erased.
  public var includesLeft: Bool
  /// Also cells that are gone.
  public var includesGone: Bool
  /// Where in the book; nil for now.
  public var standing: Standing?
  /// Whether accepted writes count that came after the last seen value.
  public var lens: Lens

  /// Makes a filter; without arguments, all that DingTalk is believed to hold of people on the job.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesLeft: Bool = false,
    includesGone: Bool = false,
    standing: Standing? = nil,
    lens: Lens = .believed
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesLeft = includesLeft
    self.includesGone = includesGone
    self.standing = standing
    self.lens = lens
  }
}

/// What was known of one cell.
public struct RosterRow: Hashable, Sendable {
  /// The system.
  public let system: System
  /// The user's key.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalogue of the moment.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell holds.
  public let content: Content
  /// The label under which the value is shown: the system's, or what the catalogue of the moment
  /// calls the option that the system named then.
  public let label: Verbatim?
  /// Seen or written.
  public let ground: Ground
  /// The entry that gave the cell this content.
  public let entry: Int64
  /// When that entry was recorded.
  public let since: Instant
  /// When an answer for the cell's field was last recorded; nil if there was none.
  public let lastSeen: Instant?
}

extension Ledger {
  /// Streams the roster of a moment: users in the order in which the ledger met them, each one's cells
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
  let known: KnownCells
  var names: Names
  var times: RecordedTimes
  var options: OptionLabels

  init(_ database: Database, filter: RosterFilter) throws {
    self.database = database
    self.filter = filter
    let upTo = try Self.upTo(filter.standing, in: database)
    known = KnownCells(database, upTo: upTo, lens: filter.lens)
    names = Names(database, upTo: upTo)
    times = RecordedTimes(database)
    options = OptionLabels(database)
    fields = try filter.fields.map { try Resolve.fields($0, of: filter.system, in: database) }
  }

  /// The last entry that counts; nil where that is the last of the book, which has projections.
  private static func upTo(_ standing: Standing?, in database: Database) throws -> Int64? {
    guard let standing else { return nil }
    let last = try RawStatement(database, "SELECT max(id) FROM entry").first { $0.integer(0) }
    return standing.entry == last ? nil : standing.entry
  }

  func users() throws -> [Int64] {
    let upTo = known.upTo
    var users: [Int64] = []
    if let wanted = filter.users {
      users = try wanted.compactMap {
        try Resolve.user(UserKey(filter.system, $0), in: database)
      }
    } else {
      let statement = try RawStatement(
        database,
        "SELECT id FROM user WHERE system = '\(filter.system.rawValue)' ORDER BY id"
      )
      try statement.forEachRow { users.append($0.integer(0)) }
    }
    if filter.includesLeft { return users }
    if filter.users == nil {
      let erased = Set(try Int64.fetchAll(database, sql: "SELECT id FROM erased_user"))
      users.removeAll { erased.contains($0) }
    }
    if users.count == 1 {
      return try users.filter { try !Membership.hasLeft($0, upTo: upTo, in: database) }
    }
    let left = try Membership.leavers(upTo: upTo, in: database)
    return users.filter { !left.contains($0) }
  }

  mutating func rows(of user: Int64, each: (RosterRow) throws -> Void) throws {
    var sightings = try Sightings(of: user, upTo: known.upTo, in: database)
    let cells = try known.cells(of: user, &sightings, &names).filter { cell in
      (fields?.contains(cell.field) ?? true)
        && (filter.includesGone || cell.content != .gone)
    }
    let ranked = try cells.map { (rank: try names.rank(ofField: $0.field), cell: $0) }
    for (_, cell) in ranked.sorted(by: { ($0.rank, $0.cell.item) < ($1.rank, $1.cell.item) }) {
      try each(try row(cell, of: user, &sightings))
    }
  }

  private mutating func row(
    _ cell: KnownCell,
    of user: Int64,
    _ sightings: inout Sightings
  ) throws -> RosterRow {
    let lastSeen = try sightings.entry(ofField: cell.field, names: &names)
    return RosterRow(
      system: filter.system,
      user: try names.key(ofUser: user),
      field: try names.code(ofField: cell.field),
      fieldName: try names.name(ofField: cell.field),
      item: Int(cell.item),
      content: cell.content,
      label: try options.label(
        of: cell.content,
        inField: cell.field,
        saidAt: cell.entry,
        shownAt: known.upTo
      ),
      ground: cell.ground,
      entry: cell.entry,
      since: try times.of(entry: cell.entry),
      lastSeen: try lastSeen.map { try times.of(entry: $0) }
    )
  }
}
