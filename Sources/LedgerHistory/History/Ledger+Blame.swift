package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Where each cell of a person has its content from.
  ///
  /// When it came, by which operation, who made it, and how many contents the cell had before. A
  /// renamed option is not another content.
  ///
  /// - Parameters:
  ///   - user: The person.
  ///   - readMode: Whether accepted writes after the last observed value count.
  ///   - byItem: Whether cells of detail groups show the history of their item, at any index,
  ///     rather than that of their index.
  ///   - position: The position to read at; nil for the end of the log.
  /// - Returns: The cells that are not gone, bytewise by field code and item.
  /// - Throws: ``LedgerError``.
  package func blame(
    _ user: UserKey,
    readMode: ReadMode = .expected,
    byItem: Bool = false,
    at position: ReadPosition? = nil
  ) throws(LedgerError) -> [BlamedCell] {
    let upTo = position?.entry ?? EntryID.max
    let writer = writer()
    return try read { database in
      guard let number = try IDResolver.user(user, in: database) else { return [] }
      let operations = OperationReading(database, writer: writer)
      var reading = try BlameReading(operations, user, number, upTo: upTo, readMode: readMode)
      if byItem { try reading.followRows() }
      return try reading.rows()
    }
  }
}

private struct BlameReading {
  let database: Database
  let user: UserNumber
  let upTo: EntryID
  let readMode: ReadMode
  private let operations: OperationReading
  private var known: [OperationNumber: OperationSummary?] = [:]
  private let system: System
  private let events: [ObservedEvent]
  private let reported: [CellNumber: [HistoryEntry]]
  private var histories: CellHistory
  private var itemHistories: ItemHistory?

  init(
    _ operations: OperationReading,
    _ key: UserKey,
    _ user: UserNumber,
    upTo: EntryID,
    readMode: ReadMode
  ) throws {
    self.operations = operations
    database = operations.database
    self.user = user
    self.upTo = upTo
    self.readMode = readMode
    system = key.system
    histories = CellHistory(database, upTo: upTo)
    events = try ObservedEvents(database, upTo: upTo).of(user: user)
    reported = try histories.histories(events, try CellWrites(database, upTo: upTo).of(user: user))
  }

  mutating func followRows() throws {
    var rows = try ItemHistory(database, of: system, upTo: upTo)
    let fields = rows.fields
    try rows.follow(events.filter { fields.contains($0.cell.field) }, reported, in: database)
    itemHistories = rows
  }

  mutating func rows() throws -> [BlamedCell] {
    let now = upTo == EntryID.max ? nil : upTo
    var observations = try LastObservations(of: user, upTo: now, in: database)
    let cells = try KnownCells(database, upTo: now, readMode: readMode)
      .cells(of: user, &observations, &histories.names)
      .filter { $0.content != .gone }
    return try histories.names.inOrder(cells, by: \.cell).compactMap { try row($0) }
  }

  private mutating func row(_ known: KnownCell) throws -> BlamedCell? {
    let historyEntries = (reported[known.cell] ?? []).filter { $0.counts(readMode) }
    guard let last = historyEntries.last else { return nil }
    if known.source == .observed, let row = try rowOfItem(known) { return row }
    return try row(
      known,
      event: last.event,
      last.provenance,
      previous: historyEntries.dropLast().count { $0.content != .gone },
      row: nil
    )
  }

  /// The same, for the item that is at the cell's index.
  private mutating func rowOfItem(_ known: KnownCell) throws -> BlamedCell? {
    guard let itemHistories else { return nil }
    let live = itemHistories.rows.first { row in
      row.place == Int(known.cell.item) && row.cells[known.cell.field] == known.content
    }
    guard let live else { return nil }
    let code = try histories.names.code(ofField: known.cell.field)
    let own = itemHistories.historyEntries.filter { $0.isOf(live) && $0.change(of: code) != nil }
    guard let line = own.last, let change = line.change(of: code) else { return nil }
    return try row(
      known,
      event: change.event,
      line.provenance,
      previous: own.dropLast().count,
      row: live
    )
  }

  private mutating func row(
    _ known: KnownCell,
    event: EventAddress?,
    _ provenance: ValueProvenance,
    previous: Int,
    row: LiveItem?
  ) throws -> BlamedCell {
    BlamedCell(
      cell: try histories.names.cell(known.cell),
      content: known.content,
      label: try histories.options.label(
        of: known.content,
        inField: known.cell.field,
        saidAt: known.entry,
        shownAt: upTo
      ),
      event: event,
      provenance: provenance,
      operation: try operation(provenance.operation),
      previousValues: previous,
      row: row?.number,
      isAmbiguous: row?.isAmbiguous ?? false
    )
  }

  private mutating func operation(_ number: OperationNumber) throws -> OperationSummary? {
    if let summary = known[number] { return summary }
    let summary = try operations.first(OperationFilter(only: number))
    known[number] = .some(summary)
    return summary
  }
}
