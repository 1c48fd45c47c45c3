import Ledger
import Roster

/// What an undo of a batch is about, and how it is found out what of it is wanted.
struct Undoing: Sendable {
  let request: RollbackRequest
  let ledger: Ledger
  let system: any BatchSystem
  private let lines: [BatchLine]

  /// Looks a batch up.
  init(_ request: RollbackRequest, tools: PushTools) throws {
    self.request = request
    ledger = tools.ledger
    system = tools.system
    guard let (batch, lines) = try ledger.batch(request.batch) else {
      throw PushError.noBatch(request.batch)
    }
    guard batch.operation.system == system.system else {
      throw PushError.batchOfOtherSystem(request.batch, batch.operation.system)
    }
    self.lines = lines.filter { request.users?.contains($0.user) ?? true }
  }

  /// When the last of its calls was recorded.
  var lastSentAt: Instant? { lines.compactMap(\.sentAt).max() }

  /// The cells that have to be read: those that the batch wrote to people who are still there.
  var touched: [UserChange] {
    lines.filter(\.isApplied).compactMap { line in
      let edits = line.changes
        .filter { request.fields?.contains($0.field) ?? true }
        .map { CellEdit(CellAddress($0.field, $0.item), .clear) }
      return edits.isEmpty ? nil : UserChange(user: line.user, edits: edits)
    }
  }

  /// Decides what is wanted.
  ///
  /// - Parameters:
  ///   - fresh: What was read just now.
  ///   - at: When.
  ///   - operation: The rollback's own number, whose reading the book may have; nil for a dry run.
  ///   - held: What is believed of a user.
  /// - Returns: What is wanted, and what is not, and why.
  /// - Throws: What the book says.
  func review(
    _ fresh: FreshReading,
    at: Instant,
    operation: Int64?,
    held: (Verbatim) throws -> [CellAddress: HeldCell]
  ) throws -> RollbackReview {
    let catalogue = try fresh.catalogue?.fields ?? ledger.fields(system.system)
    let details = DetailGroups(catalogue)
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
      catalogue: catalogue,
      now: system.canRead ? fresh.reading.contents : nil,
      asked: fresh.reading.answers.reduce(into: []) { $0.formUnion($1.asked) },
      at: at,
      fields: request.fields,
      assumesUnchanged: request.assumesUnchanged,
      behaviours: try ledger.behaviours(of: system.system),
      changedLinks: request.changedLinks
    )
    var review = RollbackDecider(context).decide(traces)
    review.changes = try review.changes.compactMap { change in
      let knowledge = BatchKnowledge(
        catalogue: catalogue,
        held: [change.user: try held(change.user)]
      )
      return writable(change, knowledge, &review.impossible)
    }
    return review
  }

  /// What of a change the system takes; the rest cannot be put back.
  private func writable(
    _ change: UserChange,
    _ knowledge: BatchKnowledge,
    _ impossible: inout [CellImpossible]
  ) -> UserChange? {
    var edits = change.edits
    while !edits.isEmpty {
      let row = PlannedRow(
        user: change.user,
        name: nil,
        change: UserChange(user: change.user, edits: edits),
        cells: []
      )
      let refusals = system.refusals(of: row, knowing: knowledge)
      guard !refusals.isEmpty else { break }
      let left = edits.count
      for refusal in refusals {
        let refused = edits.filter { refusal.concerns($0.address) }
        edits.removeAll { refusal.concerns($0.address) }
        impossible += refused.map { CellImpossible(refusal, change.user, $0.address) }
      }
      guard edits.count == left else { continue }
      // What is refused is none of the cells, so it is the row.
      impossible += edits.map { CellImpossible(refusals[0], change.user, $0.address) }
      edits = []
    }
    return edits.isEmpty ? nil : UserChange(user: change.user, edits: edits)
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
  fileprivate func concerns(_ address: CellAddress) -> Bool {
    (field == nil || field == address.field) && (item == nil || item == address.item)
  }
}
