package import Ledger
package import Roster

/// Decides which values of a system are written again, in the same system or in the other.
///
/// Pure: the observations, the links and the expected values of the target come in as values.
package struct ReplayDecider: Sendable {
  private let source: System
  private let target: System
  private let crossing: CrossSystemLinks
  private let translation: ReplayTranslation
  private let propagatesClears: Bool

  /// Creates a decider.
  ///
  /// - Parameters:
  ///   - source: The system that the values are from.
  ///   - target: The system that is written.
  ///   - crossing: Which users are one person.
  ///   - mapping: Which fields correspond.
  ///   - catalog: DingTalk's fields; derived ones are not written.
  ///   - propagatesClears: Whether empty values are written.
  package init(
    from source: System = .dingtalk,
    to target: System,
    crossing: CrossSystemLinks,
    mapping: FieldMappings = .standard,
    catalog: [FieldDescription] = [],
    propagatesClears: Bool = false
  ) {
    self.source = source
    self.target = target
    self.crossing = crossing
    translation = ReplayTranslation(source, target, mapping, catalog)
    self.propagatesClears = propagatesClears
  }

  /// Decides about cells.
  ///
  /// - Parameters:
  ///   - cells: The source's cells, each once, with the contents to write.
  ///   - held: Returns the expected contents of a user of the target.
  ///   - overtaken: Returns a newer write or change, if there is one, for a value, the target's
  ///     user and cell, and its expected content.
  /// - Returns: The changes, by the target's users.
  package func decide(
    _ cells: [ObservedCell],
    held: (Verbatim) throws -> [CellAddress: CurrentCell],
    overtaken: (ObservedCell, Verbatim, CellAddress, CurrentCell?) throws -> NewerWrite?
  ) rethrows -> ReplayDecision {
    var decision = ReplayDecision()
    let byUser = Dictionary(grouping: cells, by: \.user)
    for (user, cells) in byUser.sorted(by: { $0.key < $1.key }) {
      let ordered = cells.sorted { $0.address < $1.address }
      let writable = ordered.filter { translation.isWritable($0.address) }
      decision.review.unmapped += ordered.count - writable.count
      guard !writable.isEmpty else { continue }
      var recipient = user
      if target != source {
        switch crossing.counterpart(of: user, in: source) {
        case .success(let found): recipient = found
        case .failure(let refusal):
          decision.problems.append(ReplayProblem(user: user, why: refusal.why))
          decision.review.impossible += writable.map { origin(of: $0).impossible(refusal.why) }
          continue
        }
      }
      var row = ReplayRow(user: user, recipient: recipient, held: try held(recipient))
      for cell in writable {
        try decide(cell, &row) { try overtaken(cell, recipient, $0, $1) }
      }
      row.report(to: &decision)
    }
    return decision
  }

  private func origin(of cell: ObservedCell) -> ReplayOrigin {
    ReplayOrigin(
      user: cell.user,
      address: cell.address,
      fieldName: translation.name(of: cell.address.field)
    )
  }

  private func decide(
    _ cell: ObservedCell,
    _ row: inout ReplayRow,
    overtaken: (CellAddress, CurrentCell?) throws -> NewerWrite?
  ) rethrows {
    let origin = origin(of: cell)
    switch translation.value(of: cell) {
    case .problem(let why): row.impossible.append(origin.impossible("\(cell.user): \(why)."))
    case .same(let address, let edit, let content):
      let there = row.held[address]
      row.touched.append(CellEdit(address, edit))
      if let there, Meaning.agrees(written: content, observed: there.content) {
        row.unchanged += 1
      } else if edit == .clear, !propagatesClears {
        let why = "It became empty, and is emptied there only with --propagate-clears."
        row.leftAlone.append(origin.leftAlone(.clearNotAsked, why, now: there?.content))
      } else if let overtaking = try overtaken(address, there) {
        var cell = origin.leftAlone(overtaking.reason, overtaking.why, now: there?.content)
        cell.lastAsWritten = overtaking.lastAsBefore
        cell.since = overtaking.since
        cell.by = overtaking.by
        row.leftAlone.append(cell)
      } else {
        row.edits.append(CellEdit(address, edit))
        row.origins[address] = origin
      }
    }
  }
}

/// The decision about one person's values.
private struct ReplayRow {
  let user: Verbatim
  let recipient: Verbatim
  let held: [CellAddress: CurrentCell]
  var edits: [CellEdit] = []
  var touched: [CellEdit] = []
  var origins: [CellAddress: ReplayOrigin] = [:]
  var leftAlone: [CellLeftAlone] = []
  var impossible: [CellImpossible] = []
  var unchanged = 0

  /// A person's values are one row, and a row with an error is not sent.
  func report(to decision: inout ReplayDecision) {
    decision.review.impossible += impossible
    decision.review.leftAlone += leftAlone
    guard impossible.isEmpty else {
      decision.problems += impossible.map {
        ReplayProblem(user: user, field: $0.address.field, item: $0.address.item, why: $0.why)
      }
      decision.review.leftAlone += edits.compactMap { origins[$0.address]?.keptBack }
      return
    }
    decision.review.unchanged += unchanged
    if !touched.isEmpty {
      decision.touched.append(UserChange(user: recipient, edits: touched))
    }
    guard !edits.isEmpty else { return }
    decision.changes.append(UserChange(user: recipient, edits: edits))
    decision.origins[recipient] = origins
  }
}
