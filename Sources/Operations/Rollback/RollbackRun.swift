import Ledger
import LedgerHistory
import Roster

/// One rollback: the rows of the batch, and how the changes that put them back are found.
struct RollbackRun: BatchSource {
  let request: RollbackRequest
  let tools: PushTools
  let rules: SendingRules
  private let lines: [BatchLine]

  /// Reads a batch from the log.
  ///
  /// - Parameters:
  ///   - request: The batch, and how far.
  ///   - tools: The ledger, the system and the clock.
  ///   - rules: How it is sent.
  /// - Throws: `PushError` if there is no such batch, or errors of the ledger.
  init(_ request: RollbackRequest, _ tools: PushTools, rules: SendingRules) throws {
    self.request = request
    self.tools = tools
    self.rules = rules
    let (_, lines) = try tools.ledger.batch(request.batch, of: tools.system.system)
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
        .map { CellEdit($0.address, .clear) }
      return edits.isEmpty ? nil : UserChange(user: line.user, edits: edits)
    }
  }

  private var system: System { tools.system.system }

  func operation(on system: System) -> OperationRequest {
    OperationRequest(
      kind: .rollback,
      by: request.author,
      system: system,
      parameters: request.parameters,
      parent: request.batch
    )
  }

  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview {
    let ledger = tools.ledger
    let catalog = try fresh.catalog?.fields ?? ledger.fields(system)
    let details = DetailGroups(catalog)
    let traced = lines.map { line in
      (line, details.withSiblings(Set(line.changes.map(\.field))))
    }
    let traces = try ledger.traces(
      of: request.batch,
      in: system,
      traced,
      leavingOut: expected.operation
    )
    let context = RollbackDecider(
      system: system,
      batch: request.batch,
      catalog: catalog,
      now: tools.system.canRead ? fresh.contents : nil,
      asked: fresh.answers.reduce(into: []) { $0.formUnion($1.asked) },
      at: tools.timekeeper.now(),
      fields: request.fields,
      assumesUnchanged: request.assumesUnchanged,
      behaviours: try ledger.behaviours(of: system),
      changedLinks: try changedLinks()
    )
    var review = context.decide(traces)
    review.changes = try review.changes.compactMap { change in
      let held = try expected.held(change.user)
      let known = try ledger.knownFields(of: UserKey(system, change.user))
      let knowledge = BatchKnowledge(
        catalog: catalog,
        held: [change.user: held],
        fields: [change.user: known]
      )
      guard let certain = certain(change, known, &review.notWritten) else { return nil }
      return writable(certain, knowledge, &review.notWritten)
    }
    return review
  }

  /// Maycur's users whose person is uncertain: a number may be another person's by now.
  private func changedLinks() throws -> [Verbatim: String] {
    guard system == .maycur else { return [:] }
    var found: [Verbatim: String] = [:]
    for link in try tools.ledger.links() {
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
    _ notWritten: inout [WriteRefusal]
  ) -> UserChange? {
    // What the batch itself may have written is put back in either case.
    let line = lines.first { $0.user == change.user && $0.isOpen }
    let ours = Set((line?.changes ?? []).compactMap { system.whole(of: $0.field) })
    let doubtful = Set(known.open.compactMap { system.whole(of: $0) }).subtracting(ours)
    if doubtful.isEmpty { return change }
    var edits: [CellEdit] = []
    for edit in change.edits {
      if let whole = system.whole(of: edit.address.field), doubtful.contains(whole) {
        let why =
          "A later write to \(whole) is uncertain, so the list is not known as a whole; "
          + "settle that batch first."
        notWritten.append(WriteRefusal(change.user, CellRef(edit.address), .impossible, why))
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
    _ notWritten: inout [WriteRefusal]
  ) -> UserChange? {
    let held = knowledge.held[change.user] ?? [:]
    func refusals(_ edits: [CellEdit]) -> [WriteRefusal] {
      let stated = UserChange(user: change.user, edits: edits).stating(held, system)
      let row = PlannedRow(user: change.user, change: stated, cells: [])
      return tools.system.refusals(of: row, knowing: knowledge)
    }
    func refuse(_ edits: [CellEdit], _ why: String) {
      notWritten += edits.map {
        WriteRefusal(change.user, CellRef($0.address), .impossible, why)
      }
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
        refuse(unit, refusal.why)
      }
      if !edits.isEmpty, let refusal = refusals(edits).first {
        refuse(edits, refusal.why)
        edits = []
      }
    }
    return edits.isEmpty
      ? nil : UserChange(user: change.user, edits: edits).stating(held, system)
  }
}
