import Ledger
import Roster

/// One rollback: the rows of the batch, and how the changes that put them back are found.
struct RollbackRun: Sendable {
  let request: RollbackRequest
  let ledger: Ledger
  let system: any BatchSystem
  private let lines: [BatchLine]

  /// Reads a batch from the log.
  init(_ request: RollbackRequest, tools: PushTools) throws {
    self.request = request
    ledger = tools.ledger
    system = tools.system
    let (_, lines) = try ledger.batch(request.batch, of: system.system)
    self.lines = lines.filter { request.users?.contains($0.user) ?? true }
  }

  /// When the last of its calls was recorded.
  var lastSentAt: Instant? { lines.compactMap(\.sentAt).max() }

  /// The cells that have to be read: those that the batch wrote, or may have written, to people who
  /// are still there.
  var touched: [UserChange] {
    lines.filter { ($0.isApplied || $0.settled == .undecidable) && !$0.isErased }.compactMap {
      line in
      let edits = line.changes
        .filter { request.fields?.contains($0.field) ?? true }
        .map { CellEdit(CellAddress($0.field, $0.item), .clear) }
      return edits.isEmpty ? nil : UserChange(user: line.user, edits: edits)
    }
  }

  /// Decides about the rows.
  ///
  /// - Parameters:
  ///   - fresh: The fresh read.
  ///   - at: When it was read.
  ///   - operation: The rollback's own number, whose read the log may have; nil before it is open.
  ///   - held: Returns the expected contents of a user.
  /// - Returns: The changes, and what is not put back, and why.
  /// - Throws: Errors of the ledger.
  func review(
    _ fresh: FreshReading,
    at: Instant,
    operation: Int64?,
    held: (Verbatim) throws -> [CellAddress: CurrentCell]
  ) throws -> RollbackReview {
    let catalog = try fresh.catalog?.fields ?? ledger.fields(system.system)
    let details = DetailGroups(catalog)
    let traced = lines.map { line in
      let written = Set(line.changes.map(\.field))
      let groups = Set(written.compactMap { details.group(of: $0) })
      return (line, written.union(groups.flatMap { details.fields(of: $0) }))
    }
    let traces = try ledger.traces(
      of: request.batch,
      in: system.system,
      traced,
      leavingOut: operation
    )
    let context = RollbackContext(
      system: system.system,
      batch: request.batch,
      catalog: catalog,
      now: system.canRead ? fresh.reading.contents : nil,
      asked: fresh.reading.answers.reduce(into: []) { $0.formUnion($1.asked) },
      at: at,
      fields: request.fields,
      assumesUnchanged: request.assumesUnchanged,
      behaviours: try ledger.behaviours(of: system.system),
      changedLinks: try changedLinks()
    )
    var review = RollbackDecider(context).decide(traces)
    review.changes = try review.changes.compactMap { change in
      let expected = try held(change.user)
      let known = try ledger.knownFields(of: UserKey(system.system, change.user))
      let knowledge = BatchKnowledge(
        catalog: catalog,
        held: [change.user: expected],
        fields: [change.user: known]
      )
      guard let certain = certain(change, known, &review.impossible) else { return nil }
      return writable(certain, knowledge, &review.impossible)
    }
    return review
  }

  /// Maycur's users whose person is uncertain: a number may be another person's by now.
  private func changedLinks() throws -> [Verbatim: String] {
    guard system.system == .maycur else { return [:] }
    var found: [Verbatim: String] = [:]
    for link in try ledger.links() {
      guard let user = link.maycur, let problem = link.problem, problem != .unlinked else {
        continue
      }
      found[user] =
        "It is uncertain which DingTalk user this is now (\(problem.rawValue)); see 'links --problems', and "
        + "confirm the link with 'link' before anything is written."
    }
    return found
  }

  /// The part of a change that touches no list or object with uncertain contents: to state one as a
  /// whole would take away, or put back, what an uncertain write may have done there.
  private func certain(
    _ change: UserChange,
    _ known: KnownFields,
    _ impossible: inout [CellImpossible]
  ) -> UserChange? {
    // What the batch itself may have written is put back in either case.
    let line = lines.first { $0.user == change.user && $0.isOpen }
    let ours = Set((line?.changes ?? []).compactMap { system.whole(of: $0.field) })
    let doubtful = Set(known.open.compactMap { system.whole(of: $0) }).subtracting(ours)
    if doubtful.isEmpty { return change }
    var edits: [CellEdit] = []
    for edit in change.edits {
      if let whole = system.whole(of: edit.address.field), doubtful.contains(whole) {
        impossible.append(
          CellImpossible(
            user: change.user,
            address: edit.address,
            fieldName: nil,
            why: "A later write to \(whole) is uncertain, so the list is not known as a whole; "
              + "settle that batch first.",
            isResidual: false
          )
        )
      } else {
        edits.append(edit)
      }
    }
    return edits.isEmpty ? nil : UserChange(user: change.user, edits: edits)
  }

  /// What of a change the system takes, with all of the lists and objects that it only takes as a
  /// whole; the rest cannot be put back.
  private func writable(
    _ change: UserChange,
    _ knowledge: BatchKnowledge,
    _ impossible: inout [CellImpossible]
  ) -> UserChange? {
    let held = knowledge.held[change.user] ?? [:]
    func refusals(_ edits: [CellEdit]) -> [PlanRefusal] {
      let stated = UserChange(user: change.user, edits: edits).stating(held, system)
      let row = PlannedRow(user: change.user, name: nil, change: stated, cells: [])
      return system.refusals(of: row, knowing: knowledge)
    }
    var edits = change.edits
    if !refusals(edits).isEmpty {
      // Not every refusal names its cell, so each cell is checked alone.
      let units = Dictionary(grouping: edits) { edit in
        system.whole(of: edit.address.field) ?? edit.address.field
      }
      for (_, unit) in units.sorted(by: { $0.key < $1.key }) {
        guard let refusal = refusals(unit).first else { continue }
        edits.removeAll { unit.contains($0) }
        impossible += unit.map { CellImpossible(refusal, change.user, $0.address) }
      }
      if !edits.isEmpty, let refusal = refusals(edits).first {
        impossible += edits.map { CellImpossible(refusal, change.user, $0.address) }
        edits = []
      }
    }
    return edits.isEmpty
      ? nil : UserChange(user: change.user, edits: edits).stating(held, system)
  }
}

extension UserChange {
  /// The change with every list and object that it touches stated as a whole, if the system only
  /// takes those: what the change does not mention is taken from the expected values.
  fileprivate func stating(
    _ held: [CellAddress: CurrentCell],
    _ system: any BatchSystem
  ) -> UserChange {
    var edits: [CellEdit] = []
    var wholes: [Verbatim: [CellAddress: Edit]] = [:]
    for edit in self.edits {
      if let whole = system.whole(of: edit.address.field) {
        wholes[whole, default: [:]][edit.address] = edit.edit
      } else {
        edits.append(edit)
      }
    }
    for (whole, wanted) in wholes.sorted(by: { $0.key < $1.key }) {
      var stated: [CellAddress: Edit] = [:]
      for (address, cell) in held where system.whole(of: address.field) == whole {
        stated[address] = cell.content.statedValue.map { .set($0) }
      }
      stated.merge(wanted) { _, new in new }
      let left = stated.filter { $0.value != .clear }.sorted { $0.key < $1.key }
      edits += left.map { CellEdit($0.key, $0.value) }
      if left.isEmpty { edits.append(CellEdit(CellAddress(whole), .clear)) }
    }
    return UserChange(user: user, edits: edits, wholes: Set(wholes.keys))
  }
}

extension RollbackReview {
  /// Counts what a plan refuses among what cannot be put back.
  mutating func take(_ refusals: [PlanRefusal]) {
    for refusal in refusals {
      guard let user = refusal.user else { continue }
      for change in changes where change.user == user {
        impossible += change.edits.filter { refusal.concerns($0.address) }
          .map { CellImpossible(refusal, user, $0.address) }
      }
    }
    // One refused cell keeps its whole row from being sent.
    let refused = Set(refusals.compactMap(\.user))
    changes.removeAll { refused.contains($0.user) }
  }
}

extension CellImpossible {
  fileprivate init(_ refusal: PlanRefusal, _ user: Verbatim, _ address: CellAddress) {
    self.init(
      user: user,
      address: address,
      fieldName: nil,
      why: refusal.why,
      isResidual: false
    )
  }
}

extension PlanRefusal {
  /// Whether it is about a cell, or about the whole row.
  func concerns(_ address: CellAddress) -> Bool {
    (field == nil || field == address.field) && (item == nil || item == address.item)
  }
}
