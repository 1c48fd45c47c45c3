package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams the roster at a position: users in the order in which the ledger first recorded them,
  /// each user's cells bytewise by field code and item.
  ///
  /// - Parameters:
  ///   - filter: The cells.
  ///   - each: Receives a cell; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func roster(_ filter: RosterFilter, each: (RosterCell) throws -> Void) throws {
    try reading { database in
      var reading = try RosterReading(database, of: self, filter: filter)
      try reading.run(each)
      memory.keep(reading.names)
    }
  }
}

private struct RosterReading {
  /// The number of pages for which a second connection pays off.
  private static let fewestAhead = 8

  let path: String
  let database: Database
  let filter: RosterFilter
  let fields: Set<FieldNumber>?
  let known: KnownCells
  let lookup: UserLookup
  var names: NameTable
  var times: RecordedTimes
  var options: OptionLabels
  private var order = CellOrder()

  init(_ database: Database, of ledger: Ledger, filter: RosterFilter) throws {
    self.database = database
    self.filter = filter
    path = ledger.path
    let upTo = try Self.upTo(filter.position, ledger.memory, in: database)
    known = KnownCells(database, upTo: upTo, readMode: filter.readMode)
    names = try ledger.memory.names(database, upTo: upTo)
    lookup = try ledger.memory.lookup(database)
    times = RecordedTimes(database)
    options = OptionLabels(database)
    fields = try filter.fields.map { try IDResolver.fields($0, of: filter.system, in: database) }
  }

  /// The last entry that counts; nil for the end of the log, which has projections.
  private static func upTo(
    _ position: ReadPosition?,
    _ memory: ReadCache,
    in database: Database
  ) throws -> EntryID? {
    guard let position else { return nil }
    return try memory.isCurrent(position.entry, database) ? nil : position.entry
  }

  func users() throws -> [UserNumber] {
    let upTo = known.upTo
    var users = try Membership.users(filter.users, of: filter.system, lookup, in: database)
    if filter.includesLeft { return users }
    if filter.users == nil {
      let erased: Set<UserNumber> = Set(
        try database.rows("SELECT id FROM erased_user") { $0.integer(0) }
      )
      users.removeAll { erased.contains($0) }
    }
    if users.count == 1 {
      return try users.filter { try !Membership.hasLeft($0, upTo: upTo, in: database) }
    }
    let left = try Membership.leavers(upTo: upTo, in: database)
    return users.filter { !left.contains($0) }
  }

  /// The users from the one on with whom the part begins.
  private func ofPart(_ users: [UserNumber]) throws -> [UserNumber] {
    guard case .after(let key, _) = filter.part,
      let user = try IDResolver.user(UserKey(filter.system, key), lookup, in: database),
      let place = users.firstIndex(of: user)
    else { return users }
    return Array(users[place...])
  }

  /// Pages of a few users whose numbers follow each other.
  private static func pages(of users: [UserNumber]) -> [ArraySlice<UserNumber>] {
    var pages: [ArraySlice<UserNumber>] = []
    var users = users[...]
    while !users.isEmpty {
      var end = users.startIndex + 1
      while end < users.endIndex, end - users.startIndex < 32, users[end] > users[end - 1],
        users[end] - users[end - 1] <= 4
      { end += 1 }
      pages.append(users[..<end])
      users = users[end...]
    }
    return pages
  }

  /// Reads from page to page.
  mutating func run(_ each: (RosterCell) throws -> Void) throws {
    let pages = Self.pages(of: try ofPart(users()))
    let ranges = pages.map { $0[$0.startIndex]...$0[$0.endIndex - 1] }
    // A part is small, and its reader stops early.
    let isSmall = ranges.count < Self.fewestAhead || filter.part != nil
    let ahead = isSmall ? nil : try readAhead(ranges)
    defer { ahead?.stop() }
    for (number, page) in pages.enumerated() {
      var sheets: Sheets
      do { sheets = try read(ranges[number], ahead?.cells(ofPage: number, known)) } catch {
        guard page.count > 1 else { throw error }
        // Emit everything readable before an error about damage.
        for user in page {
          var sheet = try read(user...user)
          try emit(user, of: &sheet, each)
        }
        continue
      }
      for user in page { try emit(user, of: &sheets, each) }
    }
  }

  private func readAhead(_ pages: [ClosedRange<UserNumber>]) throws -> CellReadAhead {
    let ahead = CellReadAhead(pages, in: fields)
    ahead.help(path, at: try LogStamp(database), upTo: known.upTo)
    return ahead
  }

  /// The cells that were read of some users.
  private struct Sheets {
    /// By user, each user's in the order of the projection.
    var cells: [KnownCell]
    /// The range in `cells` of each user.
    let places: [UserNumber: Range<Int>]
    let observations: [UserNumber: LastObservations]
    /// The keys of the users who were not erased.
    let keys: [UserNumber: Verbatim]
    /// The numbers of the users with an accepted write.
    let written: Set<UserNumber>
  }

  /// Reads what is needed of users, except cells that were read already.
  private func read(_ users: ClosedRange<UserNumber>, _ read: [KnownCell]? = nil) throws -> Sheets {
    let cells = try read ?? known.observed(of: users, in: fields)
    var places: [UserNumber: Range<Int>] = [:]
    var start = 0
    while start < cells.count {
      var end = start + 1
      while end < cells.count, cells[end].user == cells[start].user { end += 1 }
      places[cells[start].user] = start..<end
      start = end
    }
    return Sheets(
      cells: cells,
      places: places,
      observations: try LastObservations.all(of: users, upTo: known.upTo, in: database),
      keys: try names.keys(ofUsers: users),
      written: try known.written(of: users)
    )
  }

  /// Emits what was read of a user.
  private mutating func emit(
    _ user: UserNumber,
    of sheets: inout Sheets,
    _ each: (RosterCell) throws -> Void
  ) throws {
    var observations = sheets.observations[user] ?? LastObservations(ofUnseen: user, in: database)
    let range = sheets.places[user] ?? 0..<0
    let isWritten = sheets.written.contains(user)
    if range.isEmpty, !isWritten { return }
    let key = if let key = sheets.keys[user] { key } else { try names.key(ofUser: user) }
    if !isWritten {
      return try emit(&sheets.cells, range, of: key, &observations, each)
    }
    let writes = try known.writes(to: user, &observations, &names)
      .filter { fields?.contains($0.cell.field) ?? true }
    var expected = KnownCells.expected(sheets.cells[range], writes)
    try emit(&expected, expected.indices, of: key, &observations, each)
  }

  /// Emits a user's cells, and takes their contents out of the array.
  private mutating func emit(
    _ cells: inout [KnownCell],
    _ range: Range<Int>,
    of user: Verbatim,
    _ observations: inout LastObservations,
    _ each: (RosterCell) throws -> Void
  ) throws {
    var (since, observed) = (KnownTime(), KnownTime())
    var after: CellAddress?
    if case .after(user, let address) = filter.part { after = address }
    for place in try order.of(cells[range], &names) {
      // Copying a cell costs atomic reference counting, so its content is swapped out instead.
      let index = range.lowerBound + place
      var content = Content.gone
      swap(&content, &cells[index].content)
      if case .gone = content, !filter.includesGone { continue }
      let (number, entry) = (cells[index].cell.field, cells[index].entry)
      let field = try names.shown(number)
      if let after, CellAddress(field.code, Int(cells[index].cell.item)) <= after { continue }
      let lastObserved = try observations.entry(ofField: number, names: &names)
      let row = RosterCell(
        system: filter.system,
        user: user,
        cell: CellRef(CellAddress(field.code, Int(cells[index].cell.item)), named: field.name),
        content: content,
        label: field.isRelabelled
          ? try label(of: content, inField: number, saidBy: entry) : content.label,
        source: cells[index].source,
        entry: entry,
        since: try since.of(entry, &times),
        lastObserved: try lastObserved.map { try observed.of($0, &times) }
      )
      try each(row)
    }
  }

  private mutating func label(
    of content: Content,
    inField field: FieldNumber,
    saidBy entry: EntryID
  ) throws -> Verbatim? {
    try options.label(of: content, inField: field, saidAt: entry, shownAt: known.upTo)
  }
}

/// The time that was asked for last: most cells of a user have the same entry.
private struct KnownTime {
  private var entry: EntryID?
  private var time = Instant(milliseconds: 0)

  mutating func of(_ entry: EntryID, _ times: inout RecordedTimes) throws -> Instant {
    if entry == self.entry { return time }
    time = try times.of(entry: entry)
    self.entry = entry
    return time
  }
}

/// Sorts cells into the order of the output: bytewise by field code, then by item.
private struct CellOrder {
  private var cells: [CellNumber] = []
  private var order: [Int] = []

  /// The indexes of a user's cells, from 0, in sorted order.
  ///
  /// Most users have the same cells as the one before.
  mutating func of(_ sheet: ArraySlice<KnownCell>, _ names: inout NameTable) throws -> [Int] {
    if sheet.count == cells.count, zip(sheet, cells).allSatisfy({ $0.cell == $1 }) { return order }
    cells = sheet.map(\.cell)
    let ranks = try cells.map { try names.rank(ofField: $0.field) }
    order = cells.indices.sorted { (ranks[$0], cells[$0].item) < (ranks[$1], cells[$1].item) }
    return order
  }
}
