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
    let upTo = position?.entry ?? Int64.max
    let writer = writer()
    return try read { database in
      guard let number = try IDResolver.user(user, in: database) else { return [] }
      let operations = Dictionary(
        uniqueKeysWithValues: try Self.operations(in: database, writer: writer).map {
          ($0.operation, $0)
        }
      )
      var reading = try BlameReading(database, user, number, upTo: upTo, readMode: readMode)
      reading.operations = operations
      if byItem { try reading.followRows() }
      return try reading.rows()
    }
  }
}

private struct BlameReading {
  let database: Database
  let user: Int64
  let upTo: Int64
  let readMode: ReadMode
  var operations: [Int64: OperationSummary] = [:]
  private let system: System
  private let events: [ObservedEvent]
  private let reported: [CellNumber: [HistoryEntry]]
  private var histories: CellHistory
  private var itemHistories: ItemHistory?

  init(
    _ database: Database,
    _ key: UserKey,
    _ user: Int64,
    upTo: Int64,
    readMode: ReadMode
  ) throws {
    self.database = database
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
    try rows.follow(events.filter { fields.contains($0.field) }, reported, in: database)
    itemHistories = rows
  }

  mutating func rows() throws -> [BlamedCell] {
    let now = upTo == Int64.max ? nil : upTo
    var observations = try LastObservations(of: user, upTo: now, in: database)
    let cells = try KnownCells(database, upTo: now, readMode: readMode)
      .cells(of: user, &observations, &histories.names)
      .filter { $0.content != .gone }
      .map { (rank: try histories.names.rank(ofField: $0.field), cell: $0) }
      .sorted { ($0.rank, $0.cell.item) < ($1.rank, $1.cell.item) }
    return try cells.compactMap { try row($0.cell) }
  }

  private mutating func row(_ cell: KnownCell) throws -> BlamedCell? {
    let number = CellNumber(field: cell.field, item: cell.item)
    let historyEntries = (reported[number] ?? []).filter { historyEntry in
      historyEntry.origin != .catalog && (readMode == .expected || historyEntry.shownBy != nil)
    }
    guard let last = historyEntries.last else { return nil }
    if cell.source == .observed, let row = try rowOf(cell, last) { return row }
    return try row(
      cell,
      address: last.address,
      since: last.recordedAt,
      between: (last.possibleFrom, last.certainFrom),
      operation: last.operation,
      origin: last.origin,
      previous: historyEntries.dropLast().count { $0.content != .gone },
      row: nil
    )
  }

  /// The same, for the item that is at the cell's index.
  private mutating func rowOf(_ cell: KnownCell, _ last: HistoryEntry) throws -> BlamedCell? {
    guard let itemHistories else { return nil }
    let live = itemHistories.rows.first { row in
      row.place == Int(cell.item) && row.cells[cell.field] == cell.content
    }
    guard let live else { return nil }
    let code = try histories.names.code(ofField: cell.field)
    let own = itemHistories.historyEntries.filter { historyEntry in
      historyEntry.group == live.group && historyEntry.row == live.number
        && historyEntry.changes.contains { $0.field == code }
    }
    guard let line = own.last, let change = line.changes.first(where: { $0.field == code }) else {
      return nil
    }
    return try row(
      cell,
      address: change.address,
      since: line.recordedAt,
      between: (line.possibleFrom, line.certainFrom),
      operation: line.operation,
      origin: line.origin,
      previous: own.dropLast().count,
      row: live
    )
  }

  private mutating func row(
    _ cell: KnownCell,
    address: EventAddress?,
    since: Instant,
    between: (Instant?, Instant?),
    operation: Int64,
    origin: Origin,
    previous: Int,
    row: LiveItem?
  ) throws -> BlamedCell {
    BlamedCell(
      field: try histories.names.code(ofField: cell.field),
      fieldName: try histories.names.name(ofField: cell.field),
      item: Int(cell.item),
      content: cell.content,
      label: try histories.options.label(
        of: cell.content,
        inField: cell.field,
        saidAt: cell.entry,
        shownAt: upTo
      ),
      address: address,
      since: since,
      possibleFrom: between.0,
      certainFrom: between.1,
      operation: operations[operation],
      origin: origin,
      previousValues: previous,
      row: row?.number,
      isAmbiguous: row?.isAmbiguous ?? false
    )
  }
}
