import Ledger
import LedgerStorage
import GRDB
import Roster

/// Builds the history of users' cells, one entry per value: the stages of a write become one entry,
/// which names the batch that wrote it or says that it came from outside.
struct CellHistory {
  let database: Database
  var names: NameTable
  var times: RecordedTimes
  var windows: ResponseWindows
  var options: OptionLabels

  init(_ database: Database, upTo: EntryID) {
    self.database = database
    names = NameTable(database, upTo: upTo)
    times = RecordedTimes(database)
    windows = ResponseWindows(database)
    options = OptionLabels(database)
  }

  /// The histories of cells of one user.
  ///
  /// - Parameters:
  ///   - events: The observations, in the order of the log.
  ///   - writes: What was written, in the order of the calls.
  /// - Returns: The history entries of each cell, in order.
  /// - Throws: Errors of SQLite.
  mutating func histories(
    _ events: [ObservedEvent],
    _ writes: [CellWrite]
  ) throws -> [CellNumber: [HistoryEntry]] {
    let observed = Dictionary(grouping: events, by: \.cell)
    let written = Dictionary(grouping: writes.filter { !$0.outcome.isRefused }, by: \.cell)
    var histories: [CellNumber: [HistoryEntry]] = [:]
    for cell in Set(observed.keys).union(written.keys) {
      let cellHistory = try cellHistory(cell, observed[cell] ?? [], written[cell] ?? [])
      if !cellHistory.isEmpty { histories[cell] = cellHistory }
    }
    return histories
  }

  private mutating func cellHistory(
    _ cell: CellNumber,
    _ events: [ObservedEvent],
    _ writes: [CellWrite]
  ) throws -> [HistoryEntry] {
    var historyEntries: [HistoryEntry] = []
    var left = writes[...]
    var previous: Content?
    for event in events {
      // A write that was sent before the response was recorded, and before any other response.
      let pending = left.prefix { $0.sent < event.entry }
      left = left.dropFirst(pending.count)
      // A response without the cell came after these, so the event does not show their result.
      let unanswered = pending.filter { $0.sent > event.observedBefore ?? 0 }
      let agreeing = unanswered.last.flatMap { write in
        Meaning.agrees(written: write.content, observed: event.content) ? write : nil
      }
      for write in pending where write.outcome.isApplied {
        let isAnswered = write.sent > event.observedBefore ?? 0
        historyEntries.append(
          try historyEntry(
            cell,
            write,
            answeredBy: isAnswered ? event : nil,
            isAsWritten: isAnswered ? write.address == agreeing?.address : nil
          )
        )
      }
      if agreeing?.outcome.isApplied != true {
        let isReverted = unanswered.contains { $0.outcome.isApplied }
        if event.isChange || isReverted {
          let origin = try origin(of: event, in: cell, after: previous, agreeing: agreeing)
          historyEntries.append(try historyEntry(cell, event, origin: origin, because: agreeing))
        }
      }
      previous = event.content
    }
    for write in left where write.outcome.isApplied {
      historyEntries.append(try historyEntry(cell, write, answeredBy: nil, isAsWritten: nil))
    }
    return historyEntries
  }

  private mutating func origin(
    of event: ObservedEvent,
    in cell: CellNumber,
    after previous: Content?,
    agreeing: CellWrite?
  ) throws -> Origin {
    if let agreeing { return .batch(agreeing.batch) }
    guard let previous else { return .outside }
    let isRenaming = try options.isRenaming(
      from: previous,
      to: event.content,
      inField: cell.field,
      by: event.entry
    )
    return isRenaming ? .catalog : .outside
  }

  private mutating func historyEntry(
    _ cell: CellNumber,
    _ event: ObservedEvent,
    origin: Origin,
    because write: CellWrite?
  ) throws -> HistoryEntry {
    let before = event.observedBefore
    let after: Instant? =
      if let write {
        try times.of(entry: write.sent)
      } else {
        try before.map { try windows.of(entry: $0).asked }
      }
    return HistoryEntry(
      cell: try names.cell(cell),
      content: event.content,
      event: event.address,
      provenance: ValueProvenance(
        recorded: LogReference(
          entry: event.entry,
          kind: event.kind,
          operation: event.operation,
          recordedAt: try times.of(entry: event.entry)
        ),
        lastObservedBefore: try before.map { try times.of(entry: $0) },
        possibleFrom: after,
        certainFrom: try windows.of(entry: event.entry).received,
        origin: origin
      ),
      stages: nil,
      shownBy: event.entry,
      isFirst: before == nil
    )
  }

  private mutating func historyEntry(
    _ cell: CellNumber,
    _ write: CellWrite,
    answeredBy event: ObservedEvent?,
    isAsWritten: Bool?
  ) throws -> HistoryEntry {
    let decided = write.decided ?? write.sent
    let shown = isAsWritten == true ? event : nil
    let decidedAt = try windows.of(entry: decided).received
    let seenAt = try shown.map { try windows.of(entry: $0.entry).received }
    return HistoryEntry(
      cell: try names.cell(cell),
      content: shown?.content ?? write.content,
      event: write.address,
      provenance: ValueProvenance(
        recorded: LogReference(
          entry: decided,
          kind: write.outcome.settled == nil ? .accepted : .settled,
          operation: write.batch,
          recordedAt: try times.of(entry: decided)
        ),
        possibleFrom: try times.of(entry: write.sent),
        certainFrom: seenAt.map { min($0, decidedAt) },
        origin: .batch(write.batch)
      ),
      stages: WriteStages(
        intended: write.address.entry,
        sent: write.sent,
        accepted: decided,
        answered: event?.entry,
        isAsWritten: isAsWritten
      ),
      shownBy: shown?.entry,
      isFirst: false
    )
  }
}

/// A cell, in the log's own numbers.
struct CellNumber: Hashable {
  let field: FieldNumber
  let item: Int64
}

extension NameTable {
  /// Rows in the order of the output: bytewise by field code, then by item.
  mutating func inOrder<Row>(_ rows: [Row], by cell: (Row) -> CellNumber) throws -> [Row] {
    let ranked = try rows.map { row in
      let cell = cell(row)
      return (rank: try rank(ofField: cell.field), item: cell.item, row: row)
    }
    return ranked.sorted { ($0.rank, $0.item) < ($1.rank, $1.item) }.map(\.row)
  }

  /// The cell as results name it.
  mutating func cell(_ number: CellNumber) throws -> CellRef {
    let field = try code(ofField: number.field)
    return CellRef(CellAddress(field, Int(number.item)), named: try name(ofField: number.field))
  }
}
