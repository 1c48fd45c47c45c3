import GRDB
public import Roster

/// What a cell held at a time, or may have, as all that was learnt since tells.
public struct HindsightRow: Hashable, Sendable {
  /// The cell and what it held; its entry is the one that says so, by which it was recorded.
  public let row: RosterRow
  /// Whether that is certain.
  public let certainty: Certainty

  /// Makes a row.
  public init(row: RosterRow, certainty: Certainty) {
    self.row = row
    self.certainty = certainty
  }
}

extension Ledger {
  /// Streams what was true at a time, with later entries too: a row for each content that a cell
  /// certainly or possibly held then (see ``Roster/CellTimeline``).
  ///
  /// Who had left the list by that time is left out, unless the filter includes them. Nothing is said
  /// of a cell of which nothing had been learnt by that time.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - filter: Which cells. Its standing is where what was learnt ends; its lens says whether writes
  ///     count that no answer has shown.
  ///   - each: Takes a row; what it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func hindsight(
    at time: Instant,
    _ filter: RosterFilter,
    each: (HindsightRow) throws -> Void
  ) throws {
    try reading { database in
      var reading = try HindsightReading(database, time: time, filter: filter)
      for user in try reading.users() { try reading.rows(of: user, each: each) }
    }
  }
}

private struct HindsightReading {
  let database: Database
  let time: Instant
  let filter: RosterFilter
  let upTo: Int64
  let fields: Set<Int64>?
  let writes: [Int64: [CellWrite]]
  let leavers: Set<Int64>
  var names: Names
  var times: RecordedTimes
  var windows: AnswerWindows
  var options: OptionLabels

  init(_ database: Database, time: Instant, filter: RosterFilter) throws {
    self.database = database
    self.time = time
    self.filter = filter
    upTo = filter.standing?.entry ?? Int64.max
    names = Names(database, upTo: upTo)
    times = RecordedTimes(database)
    windows = AnswerWindows(database)
    options = OptionLabels(database)
    fields = try filter.fields.map { try Resolve.fields($0, of: filter.system, in: database) }
    writes = filter.lens == .seen ? [:] : try CellWrites(database, upTo: upTo).all()
    let lists = try RawStatement(
      database,
      """
      SELECT max(a.first_entry + a.entries - 1) FROM enumeration m
      CROSS JOIN entry n ON n.id = m.entry CROSS JOIN append a ON a.id = n.append
      WHERE m.entry <= ? AND coalesce(a.received_at, a.recorded_at) <= ?
      """
    )
    lists.bind(1, upTo)
    lists.bind(2, time.milliseconds)
    // Who joins or leaves follows the list in its append.
    let last = try lists.first { $0.optionalInteger(0) } ?? nil
    leavers =
      filter.includesLeft || last == nil
      ? [] : try Membership.leavers(upTo: last, in: database)
  }

  func users() throws -> [Int64] {
    if let wanted = filter.users {
      return try wanted.compactMap { try Resolve.user(UserKey(filter.system, $0), in: database) }
        .filter { !leavers.contains($0) }
    }
    let statement = try RawStatement(
      database,
      "SELECT id FROM user WHERE system = '\(filter.system.rawValue)' ORDER BY id"
    )
    var users: [Int64] = []
    try statement.forEachRow { users.append($0.integer(0)) }
    return users.filter { !leavers.contains($0) }
  }

  mutating func rows(of user: Int64, each: (HindsightRow) throws -> Void) throws {
    let fields = fields
    func isWanted(_ field: Int64) -> Bool { fields?.contains(field) ?? true }
    let events = try SeenEvents(database, upTo: upTo).of(user: user)
    let seen = Dictionary(grouping: events.filter { isWanted($0.field) }) {
      CellNumber(field: $0.field, item: $0.item)
    }
    let written = Dictionary(
      grouping: (writes[user] ?? []).filter { isWanted($0.field) && !$0.isRefused }
    ) { CellNumber(field: $0.field, item: $0.item) }
    let cells = try Set(seen.keys).union(written.keys).map {
      (rank: try names.rank(ofField: $0.field), cell: $0)
    }
    var last = try Sightings(
      of: user,
      upTo: upTo == Int64.max ? nil : upTo,
      in: database
    )
    var first = Sightings(firstOf: user, in: database)
    for (_, cell) in cells.sorted(by: { ($0.rank, $0.cell.item) < ($1.rank, $1.cell.item) }) {
      let (events, writes) = (seen[cell] ?? [], written[cell] ?? [])
      try rows(of: user, cell, events, writes, &first, &last, each)
    }
  }

  private mutating func rows(
    of user: Int64,
    _ cell: CellNumber,
    _ events: [SeenEvent],
    _ writes: [CellWrite],
    _ first: inout Sightings,
    _ last: inout Sightings,
    _ each: (HindsightRow) throws -> Void
  ) throws {
    let lastSeen = try last.entry(ofField: cell.field, names: &names)
    var sights: [CellTimeline.Sight] = []
    // A field that was told of before the cell was there: then the cell was not.
    if let before = events.first?.seenBefore,
      let begin = try first.entry(ofField: cell.field, names: &names)
    {
      sights.append(try sight(.gone, from: begin, to: before))
    }
    let absent = sights.count
    for (index, event) in events.enumerated() {
      let next = index + 1 < events.count ? events[index + 1].seenBefore : lastSeen
      sights.append(try sight(event.content, from: event.entry, to: next ?? event.entry))
    }
    let attempts = try writes.map { write in
      CellTimeline.Attempt(
        write.content,
        sentAt: try times.of(entry: write.sent),
        appliedAt: write.isApplied
          ? try windows.of(entry: write.decided ?? write.sent).received : nil
      )
    }
    let claims = CellTimeline(sights: sights, attempts: attempts).claims(at: time)
    for claim in claims where filter.includesGone || claim.content != .gone {
      let entry: Int64
      let ground: Ground
      switch claim.basis {
      case .sight(let number):
        entry = events[max(0, number - absent)].entry
        ground = .seen
      case .attempt(let number):
        entry = writes[number].decided ?? writes[number].sent
        ground = .written
      }
      try each(
        HindsightRow(
          row: try row(claim.content, cell, of: user, entry, ground, lastSeen),
          certainty: claim.certainty
        )
      )
    }
  }

  private mutating func sight(
    _ content: Content,
    from first: Int64,
    to last: Int64
  ) throws -> CellTimeline.Sight {
    CellTimeline.Sight(
      content,
      first: try windows.of(entry: first),
      last: try windows.of(entry: max(first, last))
    )
  }

  private mutating func row(
    _ content: Content,
    _ cell: CellNumber,
    of user: Int64,
    _ entry: Int64,
    _ ground: Ground,
    _ lastSeen: Int64?
  ) throws -> RosterRow {
    RosterRow(
      system: filter.system,
      user: try names.key(ofUser: user),
      field: try names.code(ofField: cell.field),
      fieldName: try names.name(ofField: cell.field),
      item: Int(cell.item),
      content: content,
      label: content.label,
      ground: ground,
      entry: entry,
      since: try times.of(entry: entry),
      lastSeen: try lastSeen.map { try times.of(entry: $0) }
    )
  }
}
