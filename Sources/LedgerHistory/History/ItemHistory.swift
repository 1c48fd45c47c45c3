package import Ledger
package import LedgerStorage
import GRDB
package import Roster

/// Follows the items of a person's detail groups from observation to observation (see
/// ``Roster/ItemMatching``).
struct ItemHistory {
  private struct Group {
    let code: Verbatim
    let name: Verbatim
    let fields: Set<FieldNumber>
  }

  private let groups: [Group]
  private var histories: CellHistory
  private var cells: [CellNumber: Content] = [:]
  private var numbers: [Verbatim: Int] = [:]
  /// The items that exist after the entries followed so far.
  private(set) var rows: [LiveItem] = []
  /// What happened, in the order of the log.
  private(set) var historyEntries: [ItemHistoryEntry] = []

  /// The fields that belong to detail groups.
  var fields: Set<FieldNumber> { groups.reduce(into: []) { $0.formUnion($1.fields) } }

  init(_ database: Database, of system: System, upTo: EntryID) throws {
    histories = CellHistory(database, upTo: upTo)
    let held = try FieldCatalog.held(of: system, upTo: upTo, in: database).values
    let detail = Dictionary(grouping: held.map(\.description).filter(\.isDetail), by: \.group)
    groups = try detail.keys.sorted().map { code in
      let described = detail[code] ?? []
      return Group(
        code: code,
        name: described.first?.groupName ?? code,
        fields: try IDResolver.fields(Set(described.map(\.code)), of: system, in: database)
      )
    }
  }

  /// Follows a person's items.
  ///
  /// - Parameters:
  ///   - events: The observations of the person, in the order of the log.
  ///   - reported: The cells' own histories, which name who made a change.
  ///   - database: The database.
  /// - Throws: Errors of SQLite.
  mutating func follow(
    _ events: [ObservedEvent],
    _ reported: [CellNumber: [HistoryEntry]],
    in database: Database
  ) throws {
    var rest = events[...]
    while let first = rest.first {
      let answer = rest.prefix { $0.entry == first.entry }
      rest = rest.dropFirst(answer.count)
      for group in groups {
        let own = answer.filter { group.fields.contains($0.cell.field) }
        guard !own.isEmpty else { continue }
        for event in own {
          cells[event.cell] = event.content
        }
        let scope = try scope(of: first.entry, in: database)
        try see(group, own, answered: group.fields.intersection(scope), reported)
      }
    }
  }

  private mutating func scope(of entry: EntryID, in database: Database) throws -> Set<FieldNumber> {
    let scope: ScopeNumber? =
      try database.first(
        "SELECT a.scope FROM entry n JOIN append a ON a.id = n.append WHERE n.id = ?",
        [entry]
      ) { $0.optionalInteger(0) } ?? nil
    return try scope.map { try histories.names.fields(ofScope: $0) } ?? []
  }

  /// The items that a response shows, by index; only fields that it covers.
  private func shown(_ answered: Set<FieldNumber>) -> [(place: Int, cells: [FieldNumber: Content])]
  {
    var rows: [Int: [FieldNumber: Content]] = [:]
    for (cell, content) in cells where answered.contains(cell.field) {
      guard case .item = content else { continue }
      rows[Int(cell.item), default: [:]][cell.field] = content
    }
    return rows.sorted { $0.key < $1.key }.map { (place: $0.key, cells: $0.value) }
  }

  private mutating func see(
    _ group: Group,
    _ events: [ObservedEvent],
    answered: Set<FieldNumber>,
    _ reported: [CellNumber: [HistoryEntry]]
  ) throws {
    let now = shown(answered)
    let known = rows.filter { $0.group == group.code }.sorted { $0.place < $1.place }
    let before = known.filter { !$0.cells.filter { answered.contains($0.key) }.isEmpty }
    let aside = known.filter { row in !before.contains(row) }
    let matching = ItemMatching(
      before: try before.map { try plain($0.cells.filter { answered.contains($0.key) }) },
      after: try now.map { try plain($0.cells) }
    )
    rows.removeAll { $0.group == group.code }
    var taken: Set<Int> = []
    for match in matching.matches {
      guard let after = match.after else { continue }
      let (place, cells) = now[after]
      // Of an item that holds none of these fields, only the index is known.
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
      try emit(
        group,
        row,
        old == nil ? .appeared : .changed,
        from: was,
        to: cells,
        events,
        reported
      )
    }
    rows += aside.filter { !taken.contains($0.number) }
    for match in matching.matches {
      guard match.after == nil, let number = match.before else { continue }
      var row = before[number]
      row.isAmbiguous = row.isAmbiguous || match.isAmbiguous
      try emit(group, row, .removed, from: row.cells, to: [:], events, reported)
    }
  }

  private mutating func newRow(_ group: Group) -> LiveItem {
    numbers[group.code, default: 0] += 1
    return LiveItem(
      group: group.code,
      number: numbers[group.code] ?? 1,
      place: 0,
      cells: [:],
      isAmbiguous: false
    )
  }

  /// The values by which items are matched, without labels, which the catalog may change.
  private mutating func plain(_ cells: [FieldNumber: Content]) throws -> ItemMatching.Row {
    var row: ItemMatching.Row = [:]
    for (field, content) in cells {
      guard case .item(let value, _) = content else { continue }
      row[try histories.names.code(ofField: field)] = .item(value: value, label: .missing)
    }
    return row
  }

  private mutating func emit(
    _ group: Group,
    _ row: LiveItem,
    _ kind: ItemEventKind,
    from old: [FieldNumber: Content],
    to new: [FieldNumber: Content],
    _ events: [ObservedEvent],
    _ reported: [CellNumber: [HistoryEntry]]
  ) throws {
    guard let first = events.first else { return }
    var changes: [CellChange] = []
    var causes: [HistoryEntry?] = []
    let fields = try Set(old.keys).union(new.keys)
      .map { (rank: try histories.names.rank(ofField: $0), field: $0) }
    for (_, field) in fields.sorted(by: { $0.rank < $1.rank }) where old[field] != new[field] {
      if let was = old[field], let content = new[field],
        try histories.options.isRenaming(from: was, to: content, inField: field, by: first.entry)
      {
        continue
      }
      let cell = CellNumber(field: field, item: Int64(row.place))
      let event = events.first { $0.cell == cell }
      causes.append(kind == .removed ? nil : reported[cell]?.last { $0.shownBy == first.entry })
      changes.append(
        CellChange(
          cell: try histories.names.cell(cell),
          from: old[field],
          to: new[field],
          event: kind == .removed ? nil : event?.address
        )
      )
    }
    guard !changes.isEmpty else { return }
    try emit(group, row, kind, changes, causes, events, first)
  }

  private mutating func emit(
    _ group: Group,
    _ row: LiveItem,
    _ kind: ItemEventKind,
    _ changes: [CellChange],
    _ causes: [HistoryEntry?],
    _ events: [ObservedEvent],
    _ first: ObservedEvent
  ) throws {
    let origins = Set(causes.map { $0?.provenance.origin ?? .outside })
    let cause = origins.count == 1 ? causes.first ?? nil : nil
    let before = events.compactMap(\.observedBefore).min()
    let asked = try before.map { try histories.windows.of(entry: $0).asked }
    let received = try histories.windows.of(entry: first.entry).received
    historyEntries.append(
      ItemHistoryEntry(
        group: group.code,
        groupName: group.name,
        row: row.number,
        item: row.place,
        kind: kind,
        changes: changes,
        provenance: ValueProvenance(
          recorded: LogReference(
            entry: first.entry,
            kind: first.kind,
            operation: cause?.operation ?? first.operation,
            recordedAt: try histories.times.of(entry: first.entry)
          ),
          possibleFrom: cause?.provenance.possibleFrom ?? asked,
          certainFrom: cause?.provenance.certainFrom ?? received,
          origin: cause?.provenance.origin ?? .outside
        ),
        isAmbiguous: row.isAmbiguous
      )
    )
  }
}

/// What happened to an item of a detail group.
package enum ItemEventKind: String, CaseIterable, Hashable, Sendable {
  /// It was observed for the first time.
  case appeared
  /// Some of its fields changed.
  case changed
  /// It is no longer there.
  case removed
}

/// One line of the history of an item of a detail group, whatever its index was.
package struct ItemHistoryEntry: Hashable, Sendable {
  /// The group's code.
  package let group: Verbatim
  /// The group's name in the catalog at the position.
  package let groupName: Verbatim
  /// The item's number among all that the person ever had in the group, from 1.
  package let row: Int
  /// Its item index at that time; of a removed item, its last one.
  package let item: Int
  /// What happened.
  package let kind: ItemEventKind
  /// Its fields that changed, bytewise by code.
  package let changes: [CellChange]
  /// The entry of the response that shows it, when it happened, and who did it.
  package let provenance: ValueProvenance
  /// Whether another item matches as well.
  package let isAmbiguous: Bool

  /// Whether it is about an item.
  func isOf(_ item: LiveItem) -> Bool { group == item.group && row == item.number }

  /// The change of a field; nil if it did not change.
  func change(of field: FieldCode) -> CellChange? { changes.first { $0.field == field } }
}

/// An item of a detail group that exists.
struct LiveItem: Hashable {
  let group: Verbatim
  let number: Int
  var place: Int
  var cells: [FieldNumber: Content]
  var isAmbiguous: Bool
}

extension Ledger {
  /// The histories of a person's items in detail groups.
  ///
  /// They say when each item was first observed, how it changed at any index, and when it was
  /// removed. Only observations count: a write appears with the response that shows it.
  ///
  /// - Parameters:
  ///   - filter: The person; with fields, only lines about these; with an item, only items that had
  ///     this index.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: The lines by group and item, each item's in the order of the log.
  /// - Throws: ``LedgerError``.
  package func itemHistory(
    _ filter: HistoryFilter,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [ItemHistoryEntry] {
    let upTo = position?.entry ?? EntryID.max
    return try read { database in
      guard let user = try IDResolver.user(filter.user, in: database) else { return [] }
      var rows = try ItemHistory(database, of: filter.user.system, upTo: upTo)
      let events = try ObservedEvents(database, upTo: upTo).of(user: user)
      let writes = try CellWrites(database, upTo: upTo).of(user: user)
      var histories = CellHistory(database, upTo: upTo)
      let fields = rows.fields
      let detail = events.filter { fields.contains($0.cell.field) }
      let own = writes.filter { fields.contains($0.cell.field) }
      let reported = try histories.histories(detail, own)
      try rows.follow(detail, reported, in: database)
      return rows.historyEntries
        .filter { historyEntry in
          (filter.item.map { $0 == historyEntry.item } ?? true)
            && (filter.fields.map { wanted in
              historyEntry.changes.contains { wanted.contains($0.field) }
            } ?? true)
        }
        .sorted {
          ($0.group, $0.row, $0.provenance.entry) < ($1.group, $1.row, $1.provenance.entry)
        }
    }
  }
}
