package import Ledger
package import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// The differences between two positions in the log.
  ///
  /// - Parameters:
  ///   - from: The earlier position.
  ///   - to: The later one.
  ///   - filter: What is compared.
  /// - Returns: The differences; none if `to` is not after `from`.
  /// - Throws: ``LedgerError``.
  package func diff(
    from: ReadPosition,
    to: ReadPosition,
    _ filter: DiffFilter = DiffFilter()
  ) throws(LedgerError) -> Difference {
    try read { database in
      guard to.entry > from.entry else { return Difference() }
      var reading = try DiffReading(database, from: from.entry, to: to.entry, filter)
      return try reading.difference()
    }
  }
}

private struct DiffReading {
  private typealias Cells = [CellNumber: KnownCell]

  let database: Database
  let from: EntryID
  let to: EntryID
  let filter: DiffFilter
  let fields: Set<FieldNumber>?
  let writes: [UserNumber: [CellWrite]]
  var histories: CellHistory

  init(_ database: Database, from: EntryID, to: EntryID, _ filter: DiffFilter) throws {
    self.database = database
    self.from = from
    self.to = to
    self.filter = filter
    fields = try filter.fields.map { try IDResolver.fields($0, of: filter.system, in: database) }
    writes = try CellWrites(database, upTo: to).all()
    histories = CellHistory(database, upTo: to)
  }

  mutating func difference() throws -> Difference {
    var difference = Difference()
    let users = try candidates()
    for user in users { difference.rows += try rows(of: user) }
    difference.catalog = try histories.options.renamed(
      of: filter.system,
      fields: fields,
      in: EntrySpan(after: from, through: to),
      names: &histories.names
    )
    if filter.users == nil, filter.fields == nil { try compareLists(&difference) }
    return difference
  }

  private mutating func compareLists(_ difference: inout Difference) throws {
    let before = try members(upTo: from)
    let after = try members(upTo: to)
    for user in after.subtracting(before).sorted() {
      difference.joined.append(try histories.names.key(ofUser: user))
    }
    for user in before.subtracting(after).sorted() {
      difference.left.append(try histories.names.key(ofUser: user))
    }
  }

  private func members(upTo entry: EntryID) throws -> Set<UserNumber> {
    let leavers = try Membership.leavers(upTo: entry, in: database)
    var members: Set<UserNumber> = []
    try database.run(
      """
      SELECT DISTINCT n.user FROM enumeration m
      CROSS JOIN entry l ON l.id = m.entry
      CROSS JOIN append a ON a.id = l.append
      CROSS JOIN entry n ON n.id BETWEEN a.first_entry + 1 AND a.first_entry + a.entries - 1
      CROSS JOIN user u ON u.id = n.user
      WHERE m.entry <= ?1 AND n.id <= ?1 AND u.system = '\(filter.system.rawValue)'
      """,
      [entry]
    ) { members.insert($0.integer(0)) }
    return members.subtracting(leavers)
  }

  /// The users whose cells may differ: something new was observed since, or we ever wrote to them.
  private func candidates() throws -> [UserNumber] {
    if filter.users != nil {
      return try Membership.users(
        filter.users,
        of: filter.system,
        UserLookup(database),
        in: database
      )
    }
    return try database.rows(
      """
      SELECT c.user FROM (
        SELECT DISTINCT user FROM projected_roster WHERE entry > ?1
        UNION SELECT DISTINCT user FROM projected_written WHERE entry <= ?2) c
      CROSS JOIN user u ON u.id = c.user
      WHERE u.system = '\(filter.system.rawValue)' ORDER BY c.user
      """,
      [from, to]
    ) { $0.integer(0) }
  }

  private mutating func cells(of user: UserNumber, upTo entry: EntryID) throws -> Cells {
    var observations = try LastObservations(of: user, upTo: entry, in: database)
    let cells = try KnownCells(database, upTo: entry, readMode: filter.readMode)
      .cells(of: user, &observations, &histories.names)
      .filter { (fields?.contains($0.cell.field) ?? true) && $0.content != .gone }
    return Dictionary(uniqueKeysWithValues: cells.map { ($0.cell, $0) })
  }

  private mutating func rows(of user: UserNumber) throws -> [CellDifference] {
    var before = try cells(of: user, upTo: from)
    var after = try cells(of: user, upTo: to)
    var followed: FollowedRows?
    if filter.followsItems {
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
      let events = try ObservedEvents(database, upTo: to).of(user: user).filter {
        wanted.contains($0.cell)
      }
      let reported = try histories.histories(events, writes[user] ?? [])
      for cell in changed {
        rows.append(
          try row(user, cell, before[cell]?.content, after[cell]?.content, reported[cell] ?? [])
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
    inField field: FieldNumber
  ) throws -> Bool {
    guard old != new else { return false }
    guard let old, let new else { return true }
    return try !histories.options.isRenaming(from: old, to: new, inField: field, by: to)
  }

  private mutating func row(
    _ user: UserNumber,
    _ cell: CellNumber,
    _ old: Content?,
    _ new: Content?,
    _ historyEntries: [HistoryEntry]
  ) throws -> CellDifference {
    let historyEntry = historyEntries.last { $0.entry > from && $0.counts(filter.readMode) }
    return CellDifference(
      user: try histories.names.key(ofUser: user),
      change: CellChange(
        cell: try histories.names.cell(cell),
        from: old,
        to: new,
        event: historyEntry?.event
      ),
      provenance: historyEntry?.provenance,
      row: nil,
      isAmbiguous: false
    )
  }

  /// The differences between items, each compared with itself.
  private mutating func rows(of user: UserNumber, _ followed: FollowedRows) throws
    -> [CellDifference]
  {
    var rows: [CellDifference] = []
    for (old, new) in followed.pairs {
      guard let place = new ?? old else { continue }
      let cells = Set(old?.cells.keys.map { $0 } ?? []).union(new?.cells.keys.map { $0 } ?? [])
      for field in cells where fields?.contains(field) ?? true {
        let (was, content) = (old?.cells[field], new?.cells[field])
        guard try differs(was, content, inField: field) else { continue }
        let cell = try histories.names.cell(CellNumber(field: field, item: Int64(place.place)))
        let line = followed.historyEntries.last {
          $0.isOf(place) && $0.provenance.entry > from && $0.change(of: cell.address.field) != nil
        }
        rows.append(
          CellDifference(
            user: try histories.names.key(ofUser: user),
            change: CellChange(
              cell: cell,
              from: was,
              to: content,
              event: line?.change(of: cell.address.field)?.event
            ),
            provenance: line?.provenance,
            row: place.number,
            isAmbiguous: place.isAmbiguous || line?.isAmbiguous == true
          )
        )
      }
    }
    return rows
  }
}

/// A person's items at two positions, matched to each other.
private struct FollowedRows {
  let fields: Set<FieldNumber>
  let pairs: [(old: LiveItem?, new: LiveItem?)]
  let historyEntries: [ItemHistoryEntry]

  init(
    of user: UserNumber,
    from: EntryID,
    to: EntryID,
    _ system: System,
    _ writes: [UserNumber: [CellWrite]],
    _ database: Database
  ) throws {
    var rows = try ItemHistory(database, of: system, upTo: to)
    let fields = rows.fields
    self.fields = fields
    let events = try ObservedEvents(database, upTo: to).of(user: user)
      .filter { fields.contains($0.cell.field) }
    let own = (writes[user] ?? []).filter { fields.contains($0.cell.field) }
    var histories = CellHistory(database, upTo: to)
    let reported = try histories.histories(events, own)
    let split = events.prefix { $0.entry <= from }
    try rows.follow(Array(split), reported, in: database)
    let before = rows.rows
    try rows.follow(Array(events.dropFirst(split.count)), reported, in: database)
    let after = rows.rows
    historyEntries = rows.historyEntries
    func isSame(_ left: LiveItem, _ right: LiveItem) -> Bool {
      left.group == right.group && left.number == right.number
    }
    pairs =
      after.map { new in (before.first { isSame($0, new) }, new) }
      + before.filter { old in !after.contains { isSame($0, old) } }.map { ($0, nil) }
  }
}
