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
      for user in try Membership.users(
        filter.users,
        of: filter.system,
        UserLookup(database),
        in: database
      ) {
        try reading.rows(of: user, each)
      }
    }
  }
}

private struct DriftReading {
  let database: Database
  let filter: DriftFilter
  let upTo: EntryID
  let after: EntryID
  let fields: Set<FieldNumber>?
  let derived: Set<FieldNumber>
  let writes: [UserNumber: [CellWrite]]
  var histories: CellHistory

  init(_ database: Database, _ filter: DriftFilter) throws {
    self.database = database
    self.filter = filter
    upTo = filter.position?.entry ?? EntryID.max
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
          change: CellChange(
            cell: change.cell,
            from: .item(value: .text(change.value), label: .text(change.from)),
            to: .item(value: .text(change.value), label: .text(change.to)),
            event: nil
          ),
          provenance: change.provenance,
          batch: nil
        )
      )
    }
  }

  private func isWanted(_ field: FieldNumber) -> Bool {
    (fields?.contains(field) ?? true) && !derived.contains(field)
  }

  mutating func rows(of user: UserNumber, _ each: (DriftedCell) throws -> Void) throws {
    let writes = (writes[user] ?? []).filter { isWanted($0.cell.field) }
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
      .filter { isWanted($0.cell.field) }
    let reported = Array(try histories.histories(events, writes))
    for (cell, historyEntries) in try histories.names.inOrder(reported, by: \.key) {
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
    of user: UserNumber
  ) throws -> DriftedCell? {
    let kind: DriftKind
    if historyEntry.stages != nil {
      guard historyEntry.stages?.isAsWritten == nil else { return nil }
      kind = .neverObserved
    } else if historyEntry.provenance.origin != .outside || historyEntry.isFirst {
      return nil
    } else {
      kind = before?.stages?.isAsWritten == false ? .observedOtherwise : .changed
    }
    var provenance = historyEntry.provenance
    if kind == .neverObserved {
      var observations = try LastObservations(
        of: user,
        upTo: upTo == EntryID.max ? nil : upTo,
        in: database
      )
      let last = try observations.entry(ofField: cell.field, names: &histories.names)
      provenance.lastObservedBefore = try last.map { try histories.times.of(entry: $0) }
    }
    return DriftedCell(
      kind: kind,
      user: try histories.names.key(ofUser: user),
      change: CellChange(
        cell: historyEntry.cell,
        from: before?.content,
        to: historyEntry.content,
        event: historyEntry.event
      ),
      provenance: provenance,
      batch: historyEntry.stages == nil
        ? (kind == .observedOtherwise ? before?.operation : nil) : historyEntry.operation
    )
  }
}
