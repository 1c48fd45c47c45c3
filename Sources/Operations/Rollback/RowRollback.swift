import Ledger
import LedgerHistory
import Roster

/// Decides about the rollback of one row of a batch, cell by cell.
///
/// Example: the batch wrote "b@x" over "a@x". If "b@x" was first observed after the write and is
/// still there, the row gets an edit that writes "a@x". If "c@x" is there now, and no batch of ours
/// wrote it, the cell is left alone as `changedSince`.
struct RowRollback {
  /// A part that is put back as a whole: a cell, or what was written of one item.
  struct Unit {
    let group: Verbatim?
    let item: Int
    var changes: [BatchChange]
  }

  /// The first observation of a unit after the write.
  enum FirstSight {
    /// The log has it; with the operation that last observed the unit.
    case log([CellAddress: Content], LogReference)
    /// The fresh read is the first observation.
    case now([CellAddress: Content])
    /// There is none; the unit is assumed to be as written.
    case assumed
  }

  let trace: WriteTrace
  let context: RollbackDecider
  let details: DetailGroups
  let user: Verbatim
  /// The writes of later batches of ours to its cells.
  let later: LaterWrites
  /// The current contents; in a system that cannot be read, the expected ones.
  let now: [CellAddress: Content]
  var edits: [CellEdit] = []
  var notWritten: [WriteRefusal] = []
  var assumed: [AssumedCell] = []
  var alreadyThere = 0

  init(_ trace: WriteTrace, _ context: RollbackDecider, _ details: DetailGroups) {
    self.trace = trace
    self.context = context
    self.details = details
    let (user, later) = (trace.line.user, LaterWrites(trace))
    self.user = user
    self.later = later
    now = context.now.map { $0[user] ?? [:] } ?? later.expected(trace.lastSight)
  }

  mutating func decide() {
    let wanted = trace.line.changes.filter {
      (context.fields?.contains($0.field) ?? true) && !standsForWhole($0)
    }
    if let reason = reasonOfRow(wanted) {
      for change in wanted { leave(change, reason.0, reason.1, since: reason.2) }
      return
    }
    for unit in units(wanted) {
      if isErased(unit) {
        for change in unit.changes { leaveErased(change) }
      } else {
        decide(unit)
      }
    }
    if context.system == .maycur { keepWholes() }
  }

  /// Whether anything was erased that the decision needs.
  private func isErased(_ unit: Unit) -> Bool {
    if unit.changes.contains(where: { $0.to == .erased || $0.from == .erased }) { return true }
    let fields = unit.group.map { Set(details.fields(of: $0)) } ?? Set(unit.changes.map(\.field))
    return trace.observedBefore.contains { fields.contains($0.key.field) && $0.value == .erased }
      || trace.observedAfter.contains { fields.contains($0.address.field) && $0.content == .erased }
  }

  private mutating func leaveErased(_ change: BatchChange) {
    leave(
      change,
      .erased,
      "Its value was erased from the ledger, so there is nothing to put back."
    )
  }

  private func reasonOfRow(
    _ wanted: [BatchChange]
  ) -> (WriteRefusal.Reason, String, Instant?)? {
    let line = trace.line
    if line.isErased {
      return (.erased, "\(user) was erased from the ledger, and is not written to.", nil)
    }
    if line.isOpen, line.settled != .undecidable {
      return (
        .uncertain,
        "It is not known whether batch \(context.batch) wrote it. Settle that batch first.",
        line.sentAt
      )
    }
    if line.isOpen, context.now == nil, !context.assumesUnchanged, trace.firstAnswers.isEmpty {
      return (
        .uncertain,
        "It is not known whether batch \(context.batch) wrote it, and the settlement could not decide. "
          + "With --assume-unchanged, what was there before is written in either case.",
        line.sentAt
      )
    }
    guard line.isApplied || line.isOpen else {
      let others = Set(trace.laterWrites.filter { !$0.isUndo && !$0.isOpen }.map(\.batch)).sorted()
        .map { " Batch \($0) wrote it later: roll that one back." }
      return (
        .neverApplied,
        "Batch \(context.batch) never wrote it, so there is nothing to put back."
          + others.joined(),
        nil
      )
    }
    if let left = trace.leftAt {
      return (.leaver, "\(user) has left.", left)
    }
    if let now = context.now, now[user] == nil {
      return (.leaver, "The system does not show \(user) any more.", context.at)
    }
    return context.changedLinks[user].map { (.linkChanged, $0, nil) }
  }

  private func units(_ wanted: [BatchChange]) -> [Unit] {
    var units: [Unit] = []
    for change in wanted {
      let group = details.group(of: change.field)
      let known = group.flatMap { group in
        units.firstIndex { $0.group == group && $0.item == change.item }
      }
      if let known {
        units[known].changes.append(change)
      } else {
        units.append(Unit(group: group, item: change.item, changes: [change]))
      }
    }
    return units
  }

  private mutating func decide(_ unit: Unit) {
    guard let observation = firstSight(of: unit) else {
      for change in unit.changes { leaveUnseen(change) }
      return
    }
    if let group = unit.group {
      decide(unit, in: group, observation)
    } else {
      for change in unit.changes {
        decide(change, observation, seenAt: change.item, at: change.item)
      }
    }
  }

  private func firstSight(of unit: Unit) -> FirstSight? {
    let answers = unit.changes.map { trace.firstAnswers[$0.field] }
    let last = answers.compactMap { $0 }.max { $0.entry < $1.entry }
    if let last, !answers.contains(nil) { return .log(trace.firstSight, last) }
    let fields = Set(unit.changes.map(\.field))
    if context.now != nil, fields.isSubset(of: context.asked) { return .now(now) }
    return context.now == nil && context.assumesUnchanged ? .assumed : nil
  }

  /// Decides about the cells of an item, at its current index.
  private mutating func decide(_ unit: Unit, in group: Verbatim, _ observation: FirstSight) {
    var fields = Set(details.fields(of: group)).intersection(trace.answeredBefore)
    let first: [CellAddress: Content]
    switch observation {
    case .log(let cells, _):
      first = cells
      fields = fields.filter { trace.firstAnswers[$0] != nil }
    case .now(let cells): first = cells
    case .assumed: return
    }
    if context.now != nil { fields.formIntersection(context.asked) }
    let search = ItemSearch(
      fields,
      in: trace,
      without: later,
      first: first,
      now: now,
      readAt: context.at
    )
    switch search.find(unit.item) {
    case .at(let place, let origin):
      for change in unit.changes {
        decide(change, observation, seenAt: origin, at: place, isItemFollowed: true)
      }
    case let finding:
      for change in unit.changes {
        let address = change.address
        if let other = later.unsettled(address) ?? later.last(address) {
          leaveRewritten(change, other)
        } else {
          leave(change, finding, in: group)
        }
      }
    }
  }

  /// Decides about a cell: at its index in the first observation, and at its current index.
  ///
  /// - Parameters:
  ///   - change: The cell, as the batch wrote it.
  ///   - observation: Its first observation.
  ///   - origin: Its item then.
  ///   - place: Its item now.
  ///   - isItemFollowed: Whether its item was found in all observations between.
  private mutating func decide(
    _ change: BatchChange,
    _ observation: FirstSight,
    seenAt origin: Int,
    at place: Int,
    isItemFollowed: Bool = false
  ) {
    let address = CellAddress(change.field, place)
    let before = before(change)
    let there: Content =
      if case .assumed = observation { now[address] ?? change.to } else { now[address] ?? .gone }
    guard let left = left(change, observation, seenAt: origin, before: before, there) else {
      return
    }
    if let open = later.unsettled(address) { return leaveRewritten(change, open) }
    let isAsLeft = there.showsSame(as: left) || Meaning.agrees(written: left, observed: there)
    guard isAsLeft else {
      if let before, there.showsSame(as: before),
        later.explaining(now: there, address) != nil || trace.line.isOpen
      {
        alreadyThere += 1
        return
      }
      return leaveOverwritten(change, address, there)
    }
    if case .log = observation, !isItemFollowed, let other = observedOtherwise(change, left) {
      return leave(
        change,
        .observedOtherwiseInBetween,
        "It has the value first observed after the write, \(left.inWords), and it was observed to have "
          + "\(other.content.inWords) in between: it was changed outside Rollbook.",
        lastAsWritten: other.lastObservedBefore,
        since: other.recordedAt,
        by: .outside
      )
    }
    switch observation {
    case .log(_, let response):
      if context.now == nil { assume(change, response.recordedAt, isAcknowledgedOnly: false) }
    case .now: break
    case .assumed: assume(change, trace.line.sentAt, isAcknowledgedOnly: true)
    }
    putBack(change, before, there, at: address)
  }

  /// The content that the batch left in a cell: the first observation, or else the written content.
  ///
  /// Nil if the cell is in the outcome already.
  private mutating func left(
    _ change: BatchChange,
    _ observation: FirstSight,
    seenAt origin: Int,
    before: Content?,
    _ there: Content
  ) -> Content? {
    let address = CellAddress(change.field, origin)
    switch observation {
    case .log(let cells, let response):
      let first = cells[address] ?? .gone
      if let before, !trace.line.isOpen, isWithoutEffect(change, before: before, first: first) {
        cannot(
          change,
          "The system took it and still showed what was there before, \(before.inWords): there is "
            + "nothing to put back."
        )
        return nil
      }
      let isOurs = response.operation == context.batch && !trace.line.isOpen
      if isOurs || Meaning.agrees(written: change.to, observed: first) { return first }
      let isByLater =
        later.explaining(first, address, observed: response) != nil
        || later.explaining(now: there, address) != nil
      if isByLater || trace.line.isOpen { return change.to }
      leaveChanged(change, between: trace.line.sentAt, and: response.recordedAt, first)
      return nil
    case .now, .assumed: return change.to
    }
  }

  /// The observation of a content that neither the batch nor a later one wrote.
  private func observedOtherwise(_ change: BatchChange, _ left: Content) -> ObservedValue? {
    let address = change.address
    return trace.observedAfter.first { observed in
      observed.address == address && observed.isAfterFirstObservation(trace)
        && !observed.content.showsSame(as: left)
        && later.explaining(observed.content, address, observed: observed.recorded) == nil
    }
  }

  /// Leaves a cell alone whose content differs from what the batch left.
  private mutating func leaveOverwritten(
    _ change: BatchChange,
    _ address: CellAddress,
    _ there: Content
  ) {
    if let position = later.position(there, address) { return leaveRewritten(change, position) }
    if let undo = later.explaining(now: there, address) {
      return leave(
        change,
        .rewrittenByBatch,
        "Batch \(undo.batch), which undid another one, wrote \(there.inWords) since, so that nothing of "
          + "this batch is left there.",
        since: undo.sentAt,
        by: .batch(undo.batch)
      )
    }
    let other = trace.observedAfter.first {
      $0.address == address && $0.isAfterFirstObservation(trace)
        && !$0.content.showsSame(as: trace.firstSight[address] ?? .gone)
        && later.explaining($0.content, address, observed: $0.recorded) == nil
    }
    let lastAsWritten =
      trace.firstAnswers[change.field] == nil
      ? trace.line.sentAt : trace.lastAnswers[change.field]?.recordedAt
    leaveChanged(
      change,
      between: other.map { $0.lastObservedBefore } ?? lastAsWritten,
      and: other?.recordedAt ?? context.at,
      there
    )
  }
}
