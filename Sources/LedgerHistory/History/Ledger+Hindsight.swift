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
    each: (RosterCell) throws -> Void
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
  let upTo: EntryID
  let fields: Set<FieldNumber>?
  let writes: [UserNumber: [CellWrite]]
  let leavers: Set<UserNumber>
  var names: NameTable
  var times: RecordedTimes
  var windows: ResponseWindows
  var options: OptionLabels

  init(_ database: Database, time: Instant, filter: RosterFilter) throws {
    self.database = database
    self.time = time
    self.filter = filter
    upTo = filter.position?.entry ?? EntryID.max
    names = NameTable(database, upTo: upTo)
    times = RecordedTimes(database)
    windows = ResponseWindows(database)
    options = OptionLabels(database)
    fields = try filter.fields.map { try IDResolver.fields($0, of: filter.system, in: database) }
    writes = filter.readMode == .observed ? [:] : try CellWrites(database, upTo: upTo).all()
    // Joined and left entries follow the user list in the same append.
    let last: EntryID? =
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

  func users() throws -> [UserNumber] {
    try Membership.users(filter.users, of: filter.system, UserLookup(database), in: database)
      .filter { !leavers.contains($0) }
  }

  mutating func rows(of user: UserNumber, each: (RosterCell) throws -> Void) throws {
    let fields = fields
    func isWanted(_ field: FieldNumber) -> Bool { fields?.contains(field) ?? true }
    let events = try ObservedEvents(database, upTo: upTo).of(user: user)
    let observed = Dictionary(grouping: events.filter { isWanted($0.cell.field) }, by: \.cell)
    let written = Dictionary(
      grouping: (writes[user] ?? []).filter { isWanted($0.cell.field) && !$0.outcome.isRefused },
      by: \.cell
    )
    let cells = Array(Set(observed.keys).union(written.keys))
    var last = try LastObservations(
      of: user,
      upTo: upTo == EntryID.max ? nil : upTo,
      in: database
    )
    var first = LastObservations(firstOf: user, in: database)
    for cell in try names.inOrder(cells, by: { $0 }) {
      let (events, writes) = (observed[cell] ?? [], written[cell] ?? [])
      try rows(of: user, cell, events, writes, &first, &last, each)
    }
  }

  private mutating func rows(
    of user: UserNumber,
    _ cell: CellNumber,
    _ events: [ObservedEvent],
    _ writes: [CellWrite],
    _ first: inout LastObservations,
    _ last: inout LastObservations,
    _ each: (RosterCell) throws -> Void
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
      let (entry, source): (EntryID, ValueSource) =
        switch claim.basis {
        case .observation(let number): (events[max(0, number - absent)].entry, .observed)
        case .attempt(let number): (writes[number].decided ?? writes[number].sent, .written)
        }
      try each(
        RosterCell(
          system: filter.system,
          user: try names.key(ofUser: user),
          cell: try names.cell(cell),
          content: claim.content,
          label: claim.content.label,
          source: source,
          entry: entry,
          since: try times.of(entry: entry),
          lastObserved: try lastObserved.map { try times.of(entry: $0) },
          certainty: claim.certainty
        )
      )
    }
  }

  private mutating func observation(
    _ content: Content,
    from first: EntryID,
    to last: EntryID
  ) throws -> CellTimeline.Sight {
    CellTimeline.Sight(
      content,
      first: try windows.of(entry: first),
      last: try windows.of(entry: max(first, last))
    )
  }
}
