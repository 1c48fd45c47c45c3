import GRDB
public import Roster

/// What made one cell what it is.
public struct BlameRow: Hashable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalogue of the moment.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell holds.
  public let content: Content
  /// The label under which the value is shown.
  public let label: Verbatim?
  /// The event that made it so; nil for a row that came to a place which held the same.
  public let address: EventAddress?
  /// When that was recorded.
  public let since: Instant
  /// The moment before which the cell did not hold it; nil where nothing was known before.
  public let possibleFrom: Instant?
  /// The moment from which it did; nil for a write that no answer has shown.
  public let certainFrom: Instant?
  /// The operation that recorded it: the batch that wrote it, or the fetch that saw it.
  public let operation: OperationRow?
  /// Whose doing it is.
  public let origin: Origin
  /// How many values were there before it.
  public let previousValues: Int
  /// The row's number, where rows are followed.
  public let row: Int?
  /// Whether it may as well have been another row.
  public let isAmbiguous: Bool
}

extension Ledger {
  /// What made each cell of a person what it is.
  ///
  /// When, by which operation, whose doing, and how many values it had before. An option that the
  /// catalogue calls otherwise is no other value.
  ///
  /// - Parameters:
  ///   - user: The person.
  ///   - lens: Whether accepted writes count that came after the last seen value.
  ///   - byRow: Whether cells of detail groups tell the story of their row, wherever it stood, rather
  ///     than that of their place.
  ///   - standing: Where in the book; now unless given.
  /// - Returns: The cells that are not gone, bytewise by field code and item.
  /// - Throws: ``LedgerError``.
  public func blame(
    _ user: UserKey,
    lens: Lens = .believed,
    byRow: Bool = false,
    at standing: Standing? = nil
  ) throws(LedgerError) -> [BlameRow] {
    let upTo = standing?.entry ?? Int64.max
    let writer = writer()
    return try translating(path) {
      try read { database in
        guard let number = try Resolve.user(user, in: database) else { return [] }
        let operations = Dictionary(
          uniqueKeysWithValues: try Self.operations(in: database, writer: writer).map {
            ($0.operation, $0)
          }
        )
        var reading = try BlameReading(database, user, number, upTo: upTo, lens: lens)
        reading.operations = operations
        if byRow { try reading.followRows() }
        return try reading.rows()
      }
    }
  }
}

private struct BlameReading {
  let database: Database
  let user: Int64
  let upTo: Int64
  let lens: Lens
  var operations: [Int64: OperationRow] = [:]
  private let system: System
  private let events: [SeenEvent]
  private let told: [CellNumber: [Chapter]]
  private var stories: CellStories
  private var rowStories: RowStories?

  init(
    _ database: Database,
    _ key: UserKey,
    _ user: Int64,
    upTo: Int64,
    lens: Lens
  ) throws {
    self.database = database
    self.user = user
    self.upTo = upTo
    self.lens = lens
    system = key.system
    stories = CellStories(database, upTo: upTo)
    events = try SeenEvents(database, upTo: upTo).of(user: user)
    told = try stories.stories(events, try CellWrites(database, upTo: upTo).of(user: user))
  }

  mutating func followRows() throws {
    var rows = try RowStories(database, of: system, upTo: upTo)
    let fields = rows.fields
    try rows.follow(events.filter { fields.contains($0.field) }, told, in: database)
    rowStories = rows
  }

  mutating func rows() throws -> [BlameRow] {
    let now = upTo == Int64.max ? nil : upTo
    var sightings = try Sightings(of: user, upTo: now, in: database)
    let cells = try KnownCells(database, upTo: now, lens: lens)
      .cells(of: user, &sightings, &stories.names)
      .filter { $0.content != .gone }
      .map { (rank: try stories.names.rank(ofField: $0.field), cell: $0) }
      .sorted { ($0.rank, $0.cell.item) < ($1.rank, $1.cell.item) }
    return try cells.compactMap { try row($0.cell) }
  }

  private mutating func row(_ cell: KnownCell) throws -> BlameRow? {
    let number = CellNumber(field: cell.field, item: cell.item)
    let chapters = (told[number] ?? []).filter { chapter in
      chapter.origin != .catalogue && (lens == .believed || chapter.shownBy != nil)
    }
    guard let last = chapters.last else { return nil }
    if cell.ground == .seen, let row = try rowOf(cell, last) { return row }
    return try row(
      cell,
      address: last.address,
      since: last.recordedAt,
      between: (last.possibleFrom, last.certainFrom),
      operation: last.operation,
      origin: last.origin,
      previous: chapters.dropLast().count { $0.content != .gone },
      row: nil
    )
  }

  /// The same, told of the row that stands in the cell's place.
  private mutating func rowOf(_ cell: KnownCell, _ last: Chapter) throws -> BlameRow? {
    guard let rowStories else { return nil }
    let live = rowStories.rows.first { row in
      row.place == Int(cell.item) && row.cells[cell.field] == cell.content
    }
    guard let live else { return nil }
    let code = try stories.names.code(ofField: cell.field)
    let own = rowStories.chapters.filter { chapter in
      chapter.group == live.group && chapter.row == live.number
        && chapter.changes.contains { $0.field == code }
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
    row: LiveRow?
  ) throws -> BlameRow {
    BlameRow(
      field: try stories.names.code(ofField: cell.field),
      fieldName: try stories.names.name(ofField: cell.field),
      item: Int(cell.item),
      content: cell.content,
      label: try stories.options.label(
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
