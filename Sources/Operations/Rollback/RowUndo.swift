import Ledger
import Roster

/// The undo of one row.
struct RowUndo {
  /// What stands and falls together: a cell, or what was written of one item of a detail group.
  struct Unit {
    let group: Verbatim?
    let item: Int
    var changes: [BatchChange]
  }

  /// What was first seen of a unit after the write.
  enum FirstSight {
    /// The book has it; in which operation it was read at last.
    case book([CellAddress: Content], BookMoment)
    /// What was read just now is the first that was seen.
    case now([CellAddress: Content])
    /// Nothing was seen; it is taken to be as it was written.
    case assumed
  }

  let trace: WriteTrace
  let context: RollbackContext
  let details: DetailGroups
  let user: Verbatim
  var edits: [CellEdit] = []
  var leftAlone: [CellLeftAlone] = []
  var impossible: [CellImpossible] = []
  var assumed: [CellAssumed] = []
  var alreadyThere = 0

  init(_ trace: WriteTrace, _ context: RollbackContext, _ details: DetailGroups) {
    self.trace = trace
    self.context = context
    self.details = details
    user = trace.line.user
  }

  /// What is there now, as far as that can be seen; where it cannot, what was last seen.
  var now: [CellAddress: Content] {
    context.now.map { $0[user] ?? [:] } ?? trace.lastSight
  }

  mutating func decide() {
    let wanted = trace.line.changes.filter {
      (context.fields?.contains($0.field) ?? true) && !standsForWhole($0)
    }
    if let reason = reasonOfRow(wanted) {
      for change in wanted {
        leave(change, reason.0, reason.1, since: reason.2, now: context.now == nil ? nil : now)
      }
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

  /// Whether anything that the decision would rest on was erased.
  private func isErased(_ unit: Unit) -> Bool {
    if unit.changes.contains(where: { $0.to == .erased || $0.from == .erased }) { return true }
    let fields = unit.group.map { Set(details.fields(of: $0)) } ?? Set(unit.changes.map(\.field))
    return trace.seenBefore.contains { fields.contains($0.key.field) && $0.value == .erased }
      || trace.seenAfter.contains { fields.contains($0.address.field) && $0.content == .erased }
  }

  private mutating func leaveErased(_ change: BatchChange) {
    leave(
      change,
      .erased,
      "What it held was erased from the ledger, so there is nothing to put back."
    )
  }

  private func reasonOfRow(
    _ wanted: [BatchChange]
  ) -> (LeftAloneReason, String, Instant?)? {
    let line = trace.line
    if line.isErased {
      return (.erased, "\(user) was erased from the ledger, and is not written to.", nil)
    }
    if line.isOpen {
      return (
        .uncertain,
        "It is not known whether batch \(context.batch) wrote it. Settle that batch first.",
        line.sentAt
      )
    }
    guard line.isApplied else {
      let others = Set(trace.laterWrites.map(\.batch)).sorted()
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
    guard let sight = firstSight(of: unit) else {
      for change in unit.changes { leaveUnseen(change) }
      return
    }
    if let group = unit.group {
      decide(unit, in: group, sight)
    } else {
      for change in unit.changes { decide(change, sight) }
    }
  }

  private func firstSight(of unit: Unit) -> FirstSight? {
    let answers = unit.changes.map { trace.firstAnswers[$0.field] }
    let last = answers.compactMap { $0 }.max { $0.entry < $1.entry }
    if let last, !answers.contains(nil) { return .book(trace.firstSight, last) }
    let fields = Set(unit.changes.map(\.field))
    if context.now != nil, fields.isSubset(of: context.asked) { return .now(now) }
    return context.now == nil && context.assumesUnchanged ? .assumed : nil
  }

  /// Decides about the cells of an item, wherever it is now.
  private mutating func decide(_ unit: Unit, in group: Verbatim, _ sight: FirstSight) {
    var fields = Set(details.fields(of: group)).intersection(trace.toldBefore)
    let first: [CellAddress: Content]
    switch sight {
    case .book(let cells, _):
      first = cells
      fields = fields.filter { trace.firstAnswers[$0] != nil }
    case .now(let cells): first = cells
    case .assumed: return
    }
    if context.now != nil { fields.formIntersection(context.asked) }
    let search = ItemSearch(fields, in: trace, first: first, now: now, readAt: context.at)
    switch search.find(unit.item) {
    case .at(let place, let origin):
      let isShifted = place != unit.item
      for change in unit.changes {
        if let later = laterWrite(of: change, anywhere: isShifted) {
          leaveRewritten(change, later)
        } else {
          decide(change, sight, seenAt: origin, at: place)
        }
      }
    case let finding:
      for change in unit.changes {
        if let later = laterWrite(of: change, anywhere: false) {
          leaveRewritten(change, later)
        } else {
          leave(change, finding)
        }
      }
    }
  }

  /// Decides about a cell of its own.
  private mutating func decide(_ change: BatchChange, _ sight: FirstSight) {
    if let later = laterWrite(of: change, anywhere: false) {
      return leaveRewritten(change, later)
    }
    let address = CellAddress(change.field, change.item)
    if case .book(let cells, _) = sight {
      let first = cells[address] ?? .gone
      let after = trace.seenAfter.filter {
        $0.address == address && $0.isAfterFirstSight(trace)
      }
      let other = after.first { !$0.content.showsSame(as: first) }
      let there = now[address] ?? .gone
      if !there.showsSame(as: first) {
        return leaveChanged(
          change,
          between: other.map { $0.lastSeenBefore } ?? trace.lastAnswers[change.field]?.at,
          and: other?.moment.at ?? context.at,
          there
        )
      }
      if let other {
        return leave(
          change,
          .seenOtherwiseInBetween,
          "It holds what was first seen after the write, \(first.told), and it was seen to hold "
            + "\(other.content.told) in between: somebody else had a hand in it.",
          lastAsWritten: other.lastSeenBefore,
          since: other.moment.at,
          by: .somebodyElse
        )
      }
    }
    decide(change, sight, seenAt: change.item, at: change.item)
  }

  /// Decides about a cell that is as it was first seen, at the index where it stands now.
  private mutating func decide(
    _ change: BatchChange,
    _ sight: FirstSight,
    seenAt origin: Int,
    at place: Int
  ) {
    let seenAddress = CellAddress(change.field, origin)
    let before = before(change)
    switch sight {
    case .book(let cells, let moment):
      let first = cells[seenAddress] ?? .gone
      if let before, isWithoutEffect(change, before: before, first: first) {
        return cannot(
          change,
          "The system took it and still showed what was there before, \(before.told): there is "
            + "nothing to put back."
        )
      }
      let isOurs = moment.operation == context.batch
      guard isOurs || Meaning.agrees(written: change.to, seen: first) else {
        return leaveChanged(change, between: trace.line.sentAt, and: moment.at, first)
      }
      if context.now == nil { assume(change, moment.at, isAcknowledgedOnly: false) }
    case .now(let cells):
      let there = cells[seenAddress] ?? .gone
      guard Meaning.agrees(written: change.to, seen: there) else {
        return leaveChanged(change, between: trace.line.sentAt, and: context.at, there)
      }
    case .assumed: assume(change, trace.line.sentAt, isAcknowledgedOnly: true)
    }
    putBack(change, before, at: place)
  }

  private func isWithoutEffect(
    _ change: BatchChange,
    before: Content,
    first: Content
  ) -> Bool {
    change.action != .append && first.showsSame(as: before)
      && !Meaning.agrees(written: change.to, seen: first)
  }

  /// What was there before the write; nil where that is not known.
  private func before(_ change: BatchChange) -> Content? {
    if change.action == .append { return .gone }
    if let from = change.from { return from }
    if trace.toldBefore.contains(change.field) { return .gone }
    guard context.system == .maycur, change.item > 0 else { return nil }
    // A list is only ever told, and only ever written, as a whole.
    let head = trace.line.changes.first { $0.field == change.field && $0.item == 0 }
    return head?.from == nil ? nil : .gone
  }

  private mutating func putBack(_ change: BatchChange, _ before: Content?, at place: Int) {
    guard let before else {
      return cannot(
        change,
        "What was there before is not known, and what is not known is never cleared."
      )
    }
    let address = CellAddress(change.field, place)
    let there = context.now == nil ? change.to : now[address] ?? .gone
    if there.showsSame(as: before) {
      alreadyThere += 1
      return
    }
    if let vanished = vanishedOption(change.field, before) {
      return leave(
        change,
        .vanishedOption,
        "There was \(before.told), and \(vanished) is no longer among the field's choices."
      )
    }
    if let why = whyNot(change, before) { return cannot(change, why) }
    if change.action == .append {
      impossible.append(
        CellImpossible(
          user: user,
          address: address,
          fieldName: change.fieldName,
          why: "Its item was added, and cannot be removed through the API: it is blanked.",
          isResidual: true
        )
      )
    }
    edits.append(CellEdit(address, before.statedValue.map { .set($0) } ?? .clear))
  }

  private func vanishedOption(_ code: FieldCode, _ before: Content) -> String? {
    guard let field = context.catalogue.first(where: { $0.code == code }),
      let options = field.options, !options.isEmpty,
      let value = before.statedValue?.shown,
      !options.contains(where: { $0.value == value })
    else { return nil }
    return (before.label ?? value).text
  }

  private func whyNot(_ change: BatchChange, _ before: Content) -> String? {
    if context.system == .dingtalk, !context.catalogue.isEmpty {
      guard let field = context.catalogue.first(where: { $0.code == change.field }) else {
        return "The system describes no field \(change.field) any more."
      }
      if field.isDerived {
        return "\(field.name) (\(field.code)) is computed by the system; put back what it is "
          + "computed from."
      }
    }
    let rejectsEmpty = context.behaviours[TenantBehaviour.emptyValue.rawValue] == "rejected"
    if context.system == .dingtalk, rejectsEmpty, before.statedValue == nil {
      return "There was no value, and this tenant refuses an empty one (probed); clear it by hand."
    }
    return nil
  }

  private func laterWrite(of change: BatchChange, anywhere: Bool) -> LaterWrite? {
    trace.laterWrites.last {
      $0.address.field == change.field && (anywhere || $0.address.item == change.item)
    }
  }
}
