package import Ledger
import LedgerStorage
import GRDB
import Roster

extension Ledger {
  /// Streams changes that no batch made, and accepted writes that were not observed as written.
  ///
  /// A first observation of a field is no change.
  ///
  /// - Parameters:
  ///   - filter: What to include.
  ///   - each: Receives a row; an error that it throws ends the reading. Renamed options come
  ///     first, then people in the order in which the ledger first recorded them, each person's
  ///     cells bytewise by field code and item.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func drift(_ filter: DriftFilter, each: (DriftedCell) throws -> Void) throws {
    try reading { database in
      var reading = try DriftReading(database, filter)
      if filter.users == nil { try reading.catalog(each) }
      for user in try reading.users() { try reading.rows(of: user, each) }
    }
  }
}

private struct DriftReading {
  let database: Database
  let filter: DriftFilter
  let upTo: Int64
  let after: Int64
  let fields: Set<Int64>?
  let derived: Set<Int64>
  let writes: [Int64: [CellWrite]]
  var histories: CellHistory

  init(_ database: Database, _ filter: DriftFilter) throws {
    self.database = database
    self.filter = filter
    upTo = filter.position?.entry ?? Int64.max
    after = filter.after?.entry ?? 0
    fields = try filter.fields.map { try IDResolver.fields($0, of: filter.system, in: database) }
    let described = try FieldCatalog.held(of: filter.system, upTo: upTo, in: database).values
    let codes = described.map(\.description).filter(\.isDerived).map(\.code)
    derived =
      filter.includesDerived
      ? [] : try IDResolver.fields(Set(codes), of: filter.system, in: database)
    writes = try CellWrites(database, upTo: upTo).all()
    histories = CellHistory(database, upTo: upTo)
  }

  mutating func catalog(_ each: (DriftedCell) throws -> Void) throws {
    let changes = try histories.options.renamed(
      of: filter.system,
      fields: fields,
      in: EntrySpan(after: after, through: upTo),
      names: &histories.names
    )
    for change in changes {
      try each(
        DriftedCell(
          kind: .optionRenamed,
          user: nil,
          field: change.field,
          fieldName: change.fieldName,
          item: nil,
          from: .item(value: .text(change.value), label: .text(change.from)),
          to: .item(value: .text(change.value), label: .text(change.to)),
          firstObserved: change.recordedAt,
          lastObservedBefore: change.lastObservedBefore,
          address: nil,
          batch: nil,
          since: change.recordedAt
        )
      )
    }
  }

  func users() throws -> [Int64] {
    if let wanted = filter.users {
      return try wanted.compactMap { try IDResolver.user(UserKey(filter.system, $0), in: database) }
    }
    return try database.rows(
      "SELECT id FROM user WHERE system = '\(filter.system.rawValue)' ORDER BY id"
    ) { $0.integer(0) }
  }

  private func isWanted(_ field: Int64) -> Bool {
    (fields?.contains(field) ?? true) && !derived.contains(field)
  }

  mutating func rows(of user: Int64, _ each: (DriftedCell) throws -> Void) throws {
    let writes = (writes[user] ?? []).filter { isWanted($0.field) }
    // Most cells were observed with one content only: they have no history.
    guard
      try !writes.isEmpty
        || database.first(
          "SELECT 1 FROM cell_events WHERE user = ? AND observed_before IS NOT NULL AND entry <= ? LIMIT 1",
          [user, upTo],
          read: { _ in true }
        ) != nil
    else { return }
    let events = try ObservedEvents(database, upTo: upTo).of(user: user)
      .filter { isWanted($0.field) }
    let reported = try histories.histories(events, writes)
    let ranked = try reported.map { cell, historyEntries in
      (rank: try histories.names.rank(ofField: cell.field), item: cell.item, cell, historyEntries)
    }
    for (_, _, cell, historyEntries) in ranked.sorted(by: {
      ($0.rank, $0.item) < ($1.rank, $1.item)
    }) {
      for (index, historyEntry) in historyEntries.enumerated() where historyEntry.entry > after {
        let before = index == 0 ? nil : historyEntries[index - 1]
        if let row = try row(historyEntry, after: before, in: cell, of: user) { try each(row) }
      }
    }
  }

  private mutating func row(
    _ historyEntry: HistoryEntry,
    after before: HistoryEntry?,
    in cell: CellNumber,
    of user: Int64
  ) throws -> DriftedCell? {
    let kind: DriftKind
    if historyEntry.stages != nil {
      guard historyEntry.stages?.isAsWritten == nil else { return nil }
      kind = .neverObserved
    } else if historyEntry.origin != .other || historyEntry.isFirst {
      return nil
    } else {
      kind = before?.stages?.isAsWritten == false ? .observedOtherwise : .changed
    }
    let isSeen = kind != .neverObserved
    var observations = try LastObservations(
      of: user,
      upTo: upTo == Int64.max ? nil : upTo,
      in: database
    )
    let last =
      isSeen
      ? nil : try observations.entry(ofField: cell.field, names: &histories.names)
    return DriftedCell(
      kind: kind,
      user: try histories.names.key(ofUser: user),
      field: historyEntry.field,
      fieldName: historyEntry.fieldName,
      item: historyEntry.item,
      from: before?.content,
      to: historyEntry.content,
      firstObserved: isSeen ? historyEntry.certainFrom : nil,
      lastObservedBefore: isSeen
        ? historyEntry.lastObservedBefore : try last.map { try histories.times.of(entry: $0) },
      address: historyEntry.address,
      batch: historyEntry.stages == nil
        ? (kind == .observedOtherwise ? before?.operation : nil) : historyEntry.operation,
      since: isSeen ? historyEntry.certainFrom ?? historyEntry.recordedAt : historyEntry.recordedAt
    )
  }
}
