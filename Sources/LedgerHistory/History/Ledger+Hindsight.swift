package import Ledger
import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// Streams what was true at a time, using later entries too: a row for each content that a cell
  /// certainly or possibly held then (see ``Roster/CellTimeline``).
  ///
  /// People who had left by that time are omitted, unless the filter includes them. Cells of which
  /// nothing was recorded by that time have no row.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - filter: The cells. Entries after its position are ignored; its read mode says whether
  ///     writes count that no response has shown.
  ///   - each: Receives a row; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func hindsight(
    at time: Instant,
    _ filter: RosterFilter,
    each: (HindsightCell) throws -> Void
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
  var names: NameTable
  var times: RecordedTimes
  var windows: ResponseWindows
  var options: OptionLabels

  init(_ database: Database, time: Instant, filter: RosterFilter) throws {
    self.database = database
    self.time = time
    self.filter = filter
    upTo = filter.position?.entry ?? Int64.max
    names = NameTable(database, upTo: upTo)
    times = RecordedTimes(database)
    windows = ResponseWindows(database)
    options = OptionLabels(database)
    fields = try filter.fields.map { try IDResolver.fields($0, of: filter.system, in: database) }
    writes = filter.readMode == .observed ? [:] : try CellWrites(database, upTo: upTo).all()
    // Joined and left entries follow the user list in the same append.
    let last =
      try database.first(
        """
        SELECT max(a.first_entry + a.entries - 1) FROM enumeration m
        CROSS JOIN entry n ON n.id = m.entry CROSS JOIN append a ON a.id = n.append
        WHERE m.entry <= ? AND coalesce(a.received_at, a.recorded_at) <= ?
        """,
        [upTo, time.milliseconds]
      ) { $0.optionalInteger(0) } ?? nil
    leavers =
      filter.includesLeft || last == nil
      ? [] : try Membership.leavers(upTo: last, in: database)
  }

  func users() throws -> [Int64] {
    if let wanted = filter.users {
      return try wanted.compactMap { try IDResolver.user(UserKey(filter.system, $0), in: database) }
        .filter { !leavers.contains($0) }
    }
    let users = try database.rows(
      "SELECT id FROM user WHERE system = '\(filter.system.rawValue)' ORDER BY id"
    ) { $0.integer(0) }
    return users.filter { !leavers.contains($0) }
  }

  mutating func rows(of user: Int64, each: (HindsightCell) throws -> Void) throws {
    let fields = fields
    func isWanted(_ field: Int64) -> Bool { fields?.contains(field) ?? true }
    let events = try ObservedEvents(database, upTo: upTo).of(user: user)
    let observed = Dictionary(grouping: events.filter { isWanted($0.field) }) {
      CellNumber(field: $0.field, item: $0.item)
    }
    let written = Dictionary(
      grouping: (writes[user] ?? []).filter { isWanted($0.field) && !$0.outcome.isRefused }
    ) { CellNumber(field: $0.field, item: $0.item) }
    let cells = try Set(observed.keys).union(written.keys).map {
      (rank: try names.rank(ofField: $0.field), cell: $0)
    }
    var last = try LastObservations(
      of: user,
      upTo: upTo == Int64.max ? nil : upTo,
      in: database
    )
    var first = LastObservations(firstOf: user, in: database)
    for (_, cell) in cells.sorted(by: { ($0.rank, $0.cell.item) < ($1.rank, $1.cell.item) }) {
      let (events, writes) = (observed[cell] ?? [], written[cell] ?? [])
      try rows(of: user, cell, events, writes, &first, &last, each)
    }
  }

  private mutating func rows(
    of user: Int64,
    _ cell: CellNumber,
    _ events: [ObservedEvent],
    _ writes: [CellWrite],
    _ first: inout LastObservations,
    _ last: inout LastObservations,
    _ each: (HindsightCell) throws -> Void
  ) throws {
    let lastObserved = try last.entry(ofField: cell.field, names: &names)
    var observations: [CellTimeline.Sight] = []
    // A response covered the field before the cell was first observed: then the cell did not exist.
    if let before = events.first?.observedBefore,
      let begin = try first.entry(ofField: cell.field, names: &names)
    {
      observations.append(try observation(.gone, from: begin, to: before))
    }
    let absent = observations.count
    for (index, event) in events.enumerated() {
      let next = index + 1 < events.count ? events[index + 1].observedBefore : lastObserved
      observations.append(
        try observation(event.content, from: event.entry, to: next ?? event.entry)
      )
    }
    let attempts = try writes.map { write in
      CellTimeline.Attempt(
        write.content,
        sentAt: try times.of(entry: write.sent),
        appliedAt: write.outcome.isApplied
          ? try windows.of(entry: write.decided ?? write.sent).received : nil
      )
    }
    let claims = CellTimeline(observations: observations, attempts: attempts).claims(at: time)
    for claim in claims where filter.includesGone || claim.content != .gone {
      let entry: Int64
      let source: ValueSource
      switch claim.basis {
      case .observation(let number):
        entry = events[max(0, number - absent)].entry
        source = .observed
      case .attempt(let number):
        entry = writes[number].decided ?? writes[number].sent
        source = .written
      }
      try each(
        HindsightCell(
          row: try row(claim.content, cell, of: user, entry, source, lastObserved),
          certainty: claim.certainty
        )
      )
    }
  }

  private mutating func observation(
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
    _ source: ValueSource,
    _ lastObserved: Int64?
  ) throws -> RosterCell {
    RosterCell(
      system: filter.system,
      user: try names.key(ofUser: user),
      field: try names.code(ofField: cell.field),
      fieldName: try names.name(ofField: cell.field),
      item: Int(cell.item),
      content: content,
      label: content.label,
      source: source,
      entry: entry,
      since: try times.of(entry: entry),
      lastObserved: try lastObserved.map { try times.of(entry: $0) }
    )
  }
}
