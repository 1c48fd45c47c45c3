import GRDB
public import Roster

/// One cell that holds something else at a later moment.
public struct DiffRow: Hashable, Sendable {
  /// The person.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalogue of the later moment.
  public let fieldName: Verbatim?
  /// The item index; where rows are followed, that of the later moment, or the last one.
  public let item: Int
  /// What it held; nil where nothing was known or it was not there.
  public let from: Content?
  /// What it holds; nil where it is not there.
  public let to: Content?
  /// The event that made it so; nil where none says so.
  public let address: EventAddress?
  /// The operation that recorded that; nil likewise.
  public let operation: Int64?
  /// Whose doing it is.
  public let origin: Origin
  /// The row's number, where rows are followed.
  public let row: Int?
  /// Whether it may as well have been another row.
  public let isAmbiguous: Bool
}

/// What is different between two moments of the book.
public struct Difference: Hashable, Sendable {
  /// Cells: people in the order in which the ledger met them, each one's cells bytewise by field code
  /// and item.
  public var rows: [DiffRow] = []
  /// Options that the catalogue called otherwise, which are nobody's change.
  public var catalogue: [OptionChange] = []
  /// Who joined the list of users, or returned to it.
  public var joined: [Verbatim] = []
  /// Who left it.
  public var left: [Verbatim] = []
}

/// What is to be compared.
public struct DiffFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Whether accepted writes count that came after the last seen value.
  public var lens: Lens
  /// Whether rows of detail groups are followed wherever they stand.
  public var followsRows: Bool

  /// Makes a filter; without arguments, all that DingTalk is believed to hold.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    lens: Lens = .believed,
    followsRows: Bool = false
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.lens = lens
    self.followsRows = followsRows
  }
}

extension Ledger {
  /// What is different between two moments of the book.
  ///
  /// - Parameters:
  ///   - from: The earlier moment.
  ///   - to: The later one.
  ///   - filter: What is compared.
  /// - Returns: What is different; nothing where `to` is not after `from`.
  /// - Throws: ``LedgerError``.
  public func diff(
    from: Standing,
    to: Standing,
    _ filter: DiffFilter = DiffFilter()
  ) throws(LedgerError) -> Difference {
    try translating(path) {
      try read { database in
        guard to.entry > from.entry else { return Difference() }
        var reading = try DiffReading(database, from: from.entry, to: to.entry, filter)
        return try reading.difference()
      }
    }
  }
}

private struct DiffReading {
  private typealias Cells = [CellNumber: KnownCell]

  let database: Database
  let from: Int64
  let to: Int64
  let filter: DiffFilter
  let fields: Set<Int64>?
  let writes: [Int64: [CellWrite]]
  var stories: CellStories

  init(_ database: Database, from: Int64, to: Int64, _ filter: DiffFilter) throws {
    self.database = database
    self.from = from
    self.to = to
    self.filter = filter
    fields = try filter.fields.map { try Resolve.fields($0, of: filter.system, in: database) }
    writes = try CellWrites(database, upTo: to).all()
    stories = CellStories(database, upTo: to)
  }

  mutating func difference() throws -> Difference {
    var difference = Difference()
    let users = try candidates()
    for user in users { difference.rows += try rows(of: user) }
    difference.catalogue = try stories.options.renamed(
      of: filter.system,
      fields: fields,
      in: EntrySpan(after: from, through: to),
      names: &stories.names
    )
    if filter.users == nil, filter.fields == nil { try compareLists(&difference) }
    return difference
  }

  private mutating func compareLists(_ difference: inout Difference) throws {
    let before = try members(upTo: from)
    let after = try members(upTo: to)
    for user in after.subtracting(before).sorted() {
      difference.joined.append(try stories.names.key(ofUser: user))
    }
    for user in before.subtracting(after).sorted() {
      difference.left.append(try stories.names.key(ofUser: user))
    }
  }

  private func members(upTo entry: Int64) throws -> Set<Int64> {
    let leavers = try Membership.leavers(upTo: entry, in: database)
    let statement = try RawStatement(
      database,
      """
      SELECT DISTINCT n.user FROM enumeration m
      CROSS JOIN entry l ON l.id = m.entry
      CROSS JOIN append a ON a.id = l.append
      CROSS JOIN entry n ON n.id BETWEEN a.first_entry + 1 AND a.first_entry + a.entries - 1
      CROSS JOIN user u ON u.id = n.user
      WHERE m.entry <= ?1 AND n.id <= ?1 AND u.system = '\(filter.system.rawValue)'
      """
    )
    statement.bind(1, entry)
    var members: Set<Int64> = []
    try statement.forEachRow { members.insert($0.integer(0)) }
    return members.subtracting(leavers)
  }

  /// Whose cells may differ: those of whom something new was seen since, or to whom we ever wrote.
  private func candidates() throws -> [Int64] {
    if let wanted = filter.users {
      return try wanted.compactMap { try Resolve.user(UserKey(filter.system, $0), in: database) }
    }
    let statement = try RawStatement(
      database,
      """
      SELECT c.user FROM (
        SELECT DISTINCT user FROM projected_roster WHERE entry > ?1
        UNION SELECT DISTINCT user FROM projected_written WHERE entry <= ?2) c
      CROSS JOIN user u ON u.id = c.user
      WHERE u.system = '\(filter.system.rawValue)' ORDER BY c.user
      """
    )
    statement.bind(1, from)
    statement.bind(2, to)
    var users: [Int64] = []
    try statement.forEachRow { users.append($0.integer(0)) }
    return users
  }

  private mutating func cells(of user: Int64, upTo entry: Int64) throws -> Cells {
    var sightings = try Sightings(of: user, upTo: entry, in: database)
    let cells = try KnownCells(database, upTo: entry, lens: filter.lens)
      .cells(of: user, &sightings, &stories.names)
      .filter { (fields?.contains($0.field) ?? true) && $0.content != .gone }
    return Dictionary(
      uniqueKeysWithValues: cells.map { (CellNumber(field: $0.field, item: $0.item), $0) }
    )
  }

  private mutating func rows(of user: Int64) throws -> [DiffRow] {
    var before = try cells(of: user, upTo: from)
    var after = try cells(of: user, upTo: to)
    var followed: FollowedRows?
    if filter.followsRows {
      let rows = try FollowedRows(of: user, from: from, to: to, filter.system, writes, database)
      before = before.filter { !rows.fields.contains($0.key.field) }
      after = after.filter { !rows.fields.contains($0.key.field) }
      followed = rows
    }
    var changed: [CellNumber] = []
    for cell in Set(before.keys).union(after.keys) {
      let (old, new) = (before[cell]?.content, after[cell]?.content)
      if try differs(old, new, inField: cell.field) { changed.append(cell) }
    }
    var rows = try followed.map { try self.rows(of: user, $0) } ?? []
    if !changed.isEmpty {
      let wanted = Set(changed)
      let events = try SeenEvents(database, upTo: to).of(user: user).filter {
        wanted.contains(CellNumber(field: $0.field, item: $0.item))
      }
      let told = try stories.stories(events, writes[user] ?? [])
      for cell in changed {
        rows.append(
          try row(user, cell, before[cell]?.content, after[cell]?.content, told[cell] ?? [])
        )
      }
    }
    return rows.sorted {
      ($0.field, $0.item, $0.row ?? 0) < ($1.field, $1.item, $1.row ?? 0)
    }
  }

  private mutating func differs(
    _ old: Content?,
    _ new: Content?,
    inField field: Int64
  ) throws -> Bool {
    guard old != new else { return false }
    guard let old, let new else { return true }
    return try !stories.options.isRenaming(from: old, to: new, inField: field, by: to)
  }

  private mutating func row(
    _ user: Int64,
    _ cell: CellNumber,
    _ old: Content?,
    _ new: Content?,
    _ chapters: [Chapter]
  ) throws -> DiffRow {
    let chapter = chapters.last { chapter in
      chapter.entry > from && chapter.origin != .catalogue
        && (filter.lens == .believed || chapter.shownBy != nil)
    }
    return DiffRow(
      user: try stories.names.key(ofUser: user),
      field: try stories.names.code(ofField: cell.field),
      fieldName: try stories.names.name(ofField: cell.field),
      item: Int(cell.item),
      from: old,
      to: new,
      address: chapter?.address,
      operation: chapter?.operation,
      origin: chapter?.origin ?? .other,
      row: nil,
      isAmbiguous: false
    )
  }

  /// The differences between rows, each with itself.
  private mutating func rows(of user: Int64, _ followed: FollowedRows) throws -> [DiffRow] {
    var rows: [DiffRow] = []
    for (old, new) in followed.pairs {
      guard let place = new ?? old else { continue }
      let cells = Set(old?.cells.keys.map { $0 } ?? []).union(new?.cells.keys.map { $0 } ?? [])
      for field in cells where fields?.contains(field) ?? true {
        let (was, content) = (old?.cells[field], new?.cells[field])
        guard try differs(was, content, inField: field) else { continue }
        let code = try stories.names.code(ofField: field)
        let line = followed.chapters.last { chapter in
          chapter.group == place.group && chapter.row == place.number && chapter.entry > from
            && chapter.changes.contains { $0.field == code }
        }
        rows.append(
          DiffRow(
            user: try stories.names.key(ofUser: user),
            field: code,
            fieldName: try stories.names.name(ofField: field),
            item: place.place,
            from: was,
            to: content,
            address: line?.changes.first { $0.field == code }?.address,
            operation: line?.operation,
            origin: line?.origin ?? .other,
            row: place.number,
            isAmbiguous: place.isAmbiguous || line?.isAmbiguous == true
          )
        )
      }
    }
    return rows
  }
}

/// A person's rows at two moments, followed from the one to the other.
private struct FollowedRows {
  let fields: Set<Int64>
  let pairs: [(old: LiveRow?, new: LiveRow?)]
  let chapters: [RowChapter]

  init(
    of user: Int64,
    from: Int64,
    to: Int64,
    _ system: System,
    _ writes: [Int64: [CellWrite]],
    _ database: Database
  ) throws {
    var rows = try RowStories(database, of: system, upTo: to)
    let fields = rows.fields
    self.fields = fields
    let events = try SeenEvents(database, upTo: to).of(user: user)
      .filter { fields.contains($0.field) }
    let own = (writes[user] ?? []).filter { fields.contains($0.field) }
    var stories = CellStories(database, upTo: to)
    let told = try stories.stories(events, own)
    let split = events.prefix { $0.entry <= from }
    try rows.follow(Array(split), told, in: database)
    let before = rows.rows
    try rows.follow(Array(events.dropFirst(split.count)), told, in: database)
    let after = rows.rows
    chapters = rows.chapters
    func isSame(_ left: LiveRow, _ right: LiveRow) -> Bool {
      left.group == right.group && left.number == right.number
    }
    pairs =
      after.map { new in (before.first { isSame($0, new) }, new) }
      + before.filter { old in !after.contains { isSame($0, old) } }.map { ($0, nil) }
  }
}
