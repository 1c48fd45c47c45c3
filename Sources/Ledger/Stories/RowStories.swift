import GRDB
public import Roster

/// What happened to a row of a detail group.
public enum RowEventKind: String, CaseIterable, Hashable, Sendable {
  /// It was seen for the first time.
  case appeared
  /// Some of its fields hold something else.
  case changed
  /// It is no longer there.
  case removed
}

/// A field of a row, before and after.
public struct RowFieldChange: Hashable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalogue of the moment.
  public let fieldName: Verbatim?
  /// What it held; nil where it was not there.
  public let from: Content?
  /// What it holds; nil where it is not there.
  public let to: Content?
  /// The event that says so; nil where the row came to a place that held the same.
  public let address: EventAddress?
}

/// One line of the story of a row of a detail group, wherever the row stood.
public struct RowChapter: Hashable, Sendable {
  /// The group's code.
  public let group: Verbatim
  /// The group's name in the catalogue of the moment.
  public let groupName: Verbatim
  /// The row's number among all that the person ever had in the group, from 1.
  public let row: Int
  /// Its item index then; of a removed row, its last one.
  public let item: Int
  /// What happened.
  public let kind: RowEventKind
  /// Its fields that changed, bytewise by code.
  public let changes: [RowFieldChange]
  /// The entry of the answer that shows it.
  public let entry: Int64
  /// The operation that recorded it.
  public let operation: Int64
  /// When it was recorded.
  public let recordedAt: Instant
  /// The moment before which it had not happened; nil where nothing was known before.
  public let possibleFrom: Instant?
  /// The moment from which it had.
  public let certainFrom: Instant
  /// Whose doing it is.
  public let origin: Origin
  /// Whether it may as well have been another row.
  public let isAmbiguous: Bool
}

/// A row of a detail group that is there.
struct LiveRow: Hashable {
  let group: Verbatim
  let number: Int
  var place: Int
  var cells: [Int64: Content]
  var isAmbiguous: Bool
}

/// Follows the rows of a person's detail groups from sight to sight (see ``Roster/RowMatching``).
struct RowStories {
  private struct Group {
    let code: Verbatim
    let name: Verbatim
    let fields: Set<Int64>
  }

  private let groups: [Group]
  private var stories: CellStories
  private var cells: [CellNumber: Content] = [:]
  private var numbers: [Verbatim: Int] = [:]
  /// The rows that are there, after the entries followed so far.
  private(set) var rows: [LiveRow] = []
  /// What happened, in the order of the book.
  private(set) var chapters: [RowChapter] = []

  /// The fields that belong to detail groups.
  var fields: Set<Int64> { groups.reduce(into: []) { $0.formUnion($1.fields) } }

  init(_ database: Database, of system: System, upTo: Int64) throws {
    stories = CellStories(database, upTo: upTo)
    let held = try Descriptions.held(of: system, upTo: upTo, in: database).values
    let detail = Dictionary(grouping: held.map(\.description).filter(\.isDetail), by: \.group)
    groups = try detail.keys.sorted().map { code in
      let described = detail[code] ?? []
      return Group(
        code: code,
        name: described.first?.groupName ?? code,
        fields: try Resolve.fields(Set(described.map(\.code)), of: system, in: database)
      )
    }
  }

  /// Follows a person's rows.
  ///
  /// - Parameters:
  ///   - events: What was seen of the person, in the order of the book.
  ///   - told: The cells' own stories, which say whose doing a change is.
  ///   - database: The database.
  /// - Throws: What SQLite says.
  mutating func follow(
    _ events: [SeenEvent],
    _ told: [CellNumber: [Chapter]],
    in database: Database
  ) throws {
    var rest = events[...]
    while let first = rest.first {
      let answer = rest.prefix { $0.entry == first.entry }
      rest = rest.dropFirst(answer.count)
      for group in groups {
        let own = answer.filter { group.fields.contains($0.field) }
        guard !own.isEmpty else { continue }
        for event in own {
          cells[CellNumber(field: event.field, item: event.item)] = event.content
        }
        let scope = try scope(of: first.entry, in: database)
        try see(group, own, answered: group.fields.intersection(scope), told)
      }
    }
  }

  private mutating func scope(of entry: Int64, in database: Database) throws -> Set<Int64> {
    let statement = try RawStatement(
      database,
      "SELECT a.scope FROM entry n JOIN append a ON a.id = n.append WHERE n.id = ?"
    )
    statement.bind(1, entry)
    let scope = try statement.first { $0.optionalInteger(0) } ?? nil
    return try scope.map { try stories.names.fields(ofScope: $0) } ?? []
  }

  /// The rows that an answer shows, by place; only what it answered for.
  private func shown(_ answered: Set<Int64>) -> [(place: Int, cells: [Int64: Content])] {
    var rows: [Int: [Int64: Content]] = [:]
    for (cell, content) in cells where answered.contains(cell.field) {
      guard case .item = content else { continue }
      rows[Int(cell.item), default: [:]][cell.field] = content
    }
    return rows.sorted { $0.key < $1.key }.map { (place: $0.key, cells: $0.value) }
  }

  private mutating func see(
    _ group: Group,
    _ events: [SeenEvent],
    answered: Set<Int64>,
    _ told: [CellNumber: [Chapter]]
  ) throws {
    let now = shown(answered)
    let known = rows.filter { $0.group == group.code }.sorted { $0.place < $1.place }
    let before = known.filter { !$0.cells.filter { answered.contains($0.key) }.isEmpty }
    let aside = known.filter { row in !before.contains(row) }
    let matching = RowMatching(
      before: try before.map { try plain($0.cells.filter { answered.contains($0.key) }) },
      after: try now.map { try plain($0.cells) }
    )
    rows.removeAll { $0.group == group.code }
    var taken: Set<Int> = []
    for match in matching.matches {
      guard let after = match.after else { continue }
      let (place, cells) = now[after]
      // Of a row that holds none of these fields, only the place is known.
      let old =
        match.before.map { before[$0] }
        ?? aside.first { $0.place == place && !taken.contains($0.number) }
      if let old { taken.insert(old.number) }
      var row = old ?? newRow(group)
      let was = row.cells.filter { answered.contains($0.key) }
      row.place = place
      row.isAmbiguous = row.isAmbiguous || match.isAmbiguous
      row.cells = row.cells.filter { !answered.contains($0.key) }.merging(cells) { $1 }
      rows.append(row)
      try tell(group, row, old == nil ? .appeared : .changed, from: was, to: cells, events, told)
    }
    rows += aside.filter { !taken.contains($0.number) }
    for match in matching.matches {
      guard match.after == nil, let number = match.before else { continue }
      var row = before[number]
      row.isAmbiguous = row.isAmbiguous || match.isAmbiguous
      try tell(group, row, .removed, from: row.cells, to: [:], events, told)
    }
  }

  private mutating func newRow(_ group: Group) -> LiveRow {
    numbers[group.code, default: 0] += 1
    return LiveRow(
      group: group.code,
      number: numbers[group.code] ?? 1,
      place: 0,
      cells: [:],
      isAmbiguous: false
    )
  }

  /// What rows are told apart by: values, since a label is the catalogue's word.
  private mutating func plain(_ cells: [Int64: Content]) throws -> RowMatching.Row {
    var row: RowMatching.Row = [:]
    for (field, content) in cells {
      guard case .item(let value, _) = content else { continue }
      row[try stories.names.code(ofField: field)] = .item(value: value, label: .missing)
    }
    return row
  }

  private mutating func tell(
    _ group: Group,
    _ row: LiveRow,
    _ kind: RowEventKind,
    from old: [Int64: Content],
    to new: [Int64: Content],
    _ events: [SeenEvent],
    _ told: [CellNumber: [Chapter]]
  ) throws {
    guard let first = events.first else { return }
    var changes: [RowFieldChange] = []
    var causes: [Chapter?] = []
    let fields = try Set(old.keys).union(new.keys)
      .map { (rank: try stories.names.rank(ofField: $0), field: $0) }
    for (_, field) in fields.sorted(by: { $0.rank < $1.rank }) where old[field] != new[field] {
      if let was = old[field], let content = new[field],
        try stories.options.isRenaming(from: was, to: content, inField: field, by: first.entry)
      {
        continue
      }
      let cell = CellNumber(field: field, item: Int64(row.place))
      let event = events.first { $0.field == field && $0.item == cell.item }
      causes.append(kind == .removed ? nil : told[cell]?.last { $0.shownBy == first.entry })
      changes.append(
        RowFieldChange(
          field: try stories.names.code(ofField: field),
          fieldName: try stories.names.name(ofField: field),
          from: old[field],
          to: new[field],
          address: kind == .removed ? nil : event?.address
        )
      )
    }
    guard !changes.isEmpty else { return }
    try tell(group, row, kind, changes, causes, events, first)
  }

  private mutating func tell(
    _ group: Group,
    _ row: LiveRow,
    _ kind: RowEventKind,
    _ changes: [RowFieldChange],
    _ causes: [Chapter?],
    _ events: [SeenEvent],
    _ first: SeenEvent
  ) throws {
    let origins = Set(causes.map { $0?.origin ?? .other })
    let cause = origins.count == 1 ? causes.first ?? nil : nil
    let before = events.compactMap(\.seenBefore).min()
    let asked = try before.map { try stories.windows.of(entry: $0).asked }
    let received = try stories.windows.of(entry: first.entry).received
    chapters.append(
      RowChapter(
        group: group.code,
        groupName: group.name,
        row: row.number,
        item: row.place,
        kind: kind,
        changes: changes,
        entry: first.entry,
        operation: cause?.operation ?? first.operation,
        recordedAt: try stories.times.of(entry: first.entry),
        possibleFrom: cause?.possibleFrom ?? asked,
        certainFrom: cause?.certainFrom ?? received,
        origin: cause?.origin ?? .other,
        isAmbiguous: row.isAmbiguous
      )
    )
  }
}

extension Ledger {
  /// The stories of a person's rows in detail groups.
  ///
  /// When each was first seen, what changed in it wherever it stood, when it went. Only what was seen
  /// is told: a write counts from its answer on.
  ///
  /// - Parameters:
  ///   - filter: Whose; with fields, only lines about these; with an item, only rows that stood there.
  ///   - standing: Where in the book; now unless given.
  /// - Returns: The lines: by group and row, each row's in the order of the book.
  /// - Throws: ``LedgerError``.
  public func rowStory(
    _ filter: HistoryFilter,
    at standing: Standing? = nil
  ) throws(LedgerError) -> [RowChapter] {
    let upTo = standing?.entry ?? Int64.max
    return try translating(path) {
      try read { database in
        guard let user = try Resolve.user(filter.user, in: database) else { return [] }
        var rows = try RowStories(database, of: filter.user.system, upTo: upTo)
        let events = try SeenEvents(database, upTo: upTo).of(user: user)
        let writes = try CellWrites(database, upTo: upTo).of(user: user)
        var stories = CellStories(database, upTo: upTo)
        let fields = rows.fields
        let detail = events.filter { fields.contains($0.field) }
        let told = try stories.stories(detail, writes.filter { fields.contains($0.field) })
        try rows.follow(detail, told, in: database)
        return rows.chapters
          .filter { chapter in
            (filter.item.map { $0 == chapter.item } ?? true)
              && (filter.fields.map { wanted in
                chapter.changes.contains { wanted.contains($0.field) }
              } ?? true)
          }
          .sorted { ($0.group, $0.row, $0.entry) < ($1.group, $1.row, $1.entry) }
      }
    }
  }
}
