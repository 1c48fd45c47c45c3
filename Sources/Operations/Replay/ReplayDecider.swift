public import Ledger
public import Roster

/// Decides what of DingTalk's values is written again, to itself or to Maycur.
///
/// Pure: what was seen, who is who, and what is believed of the target come in as values.
public struct ReplayDecider: Sendable {
  private let target: System
  private let crossing: Crossing
  private let mapping: FieldMappings
  private let catalogue: [FieldCode: FieldDescription]
  private let propagatesClears: Bool

  /// Makes a decider.
  ///
  /// - Parameters:
  ///   - target: The system that is written to.
  ///   - crossing: Who is who in Maycur.
  ///   - mapping: What is what in Maycur.
  ///   - catalogue: DingTalk's fields; what it computes itself is not written to it.
  ///   - propagatesClears: Whether what became empty is emptied.
  public init(
    target: System,
    crossing: Crossing,
    mapping: FieldMappings = .standard,
    catalogue: [FieldDescription] = [],
    propagatesClears: Bool = false
  ) {
    self.target = target
    self.crossing = crossing
    self.mapping = mapping
    self.catalogue = Dictionary(
      catalogue.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.propagatesClears = propagatesClears
  }

  /// The user of the target to whom a DingTalk user's values would go; nil where they do not.
  public func recipient(of user: Verbatim) -> Verbatim? {
    target == .dingtalk ? user : try? crossing.maycur(of: user).get()
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - cells: DingTalk's cells, each once, with what they shall hold in the target too.
  ///   - held: What is believed of a user of the target.
  ///   - overtaken: What overtook a value on its way, if anything did: the entry that says the value,
  ///     the target's user and cell, and what is believed to be there.
  /// - Returns: What is wanted, by the target's users.
  public func decide(
    _ cells: [ObservedCell],
    held: (Verbatim) throws -> [CellAddress: HeldCell],
    overtaken: (Int64, Verbatim, CellAddress, HeldCell?) throws -> Overtaking?
  ) rethrows -> ReplayDecision {
    var decision = ReplayDecision()
    let byUser = Dictionary(grouping: cells, by: \.user)
    for (user, cells) in byUser.sorted(by: { $0.key < $1.key }) {
      let ordered = cells.sorted { $0.address < $1.address }
      let writable = ordered.filter { isWritable($0.address) }
      decision.unmapped += ordered.count - writable.count
      guard !writable.isEmpty else { continue }
      var recipient = user
      if target == .maycur {
        switch crossing.maycur(of: user) {
        case .success(let found): recipient = found
        case .failure(let refusal):
          decision.problems.append(ReplayProblem(user: user, why: refusal.why))
          decision.review.impossible += writable.map { origin(of: $0).impossible(refusal.why) }
          continue
        }
      }
      var row = ReplayRow(user: user, recipient: recipient, held: try held(recipient))
      for cell in writable {
        try decide(cell, &row) { try overtaken(cell.entry, recipient, $0, $1) }
      }
      row.report(to: &decision)
    }
    return decision
  }

  private func isWritable(_ address: CellAddress) -> Bool {
    switch target {
    case .dingtalk: catalogue[address.field]?.isDerived != true
    case .maycur: address.item == 0 && mapping.row(of: address.field) != nil
    }
  }

  private func origin(of cell: ObservedCell) -> ReplayOrigin {
    ReplayOrigin(
      user: cell.user,
      address: cell.address,
      fieldName: catalogue[cell.address.field]?.name
    )
  }

  private func decide(
    _ cell: ObservedCell,
    _ row: inout ReplayRow,
    overtaken: (CellAddress, HeldCell?) throws -> Overtaking?
  ) rethrows {
    let origin = origin(of: cell)
    switch value(of: cell) {
    case .problem(let why): row.impossible.append(origin.impossible("\(cell.user): \(why)."))
    case .same(let address, let edit, let content):
      let there = row.held[address]
      row.touched.append(CellEdit(address, edit))
      if let there, Meaning.agrees(written: content, seen: there.content) {
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

  private enum Written {
    case same(CellAddress, Edit, Content)
    case problem(String)
  }

  private func value(of cell: ObservedCell) -> Written {
    if target == .dingtalk {
      guard case .item(let part, _) = cell.content, part.shown?.isEmpty == false else {
        return .same(cell.address, .clear, .gone)
      }
      return .same(cell.address, .set(part), cell.content)
    }
    guard let row = mapping.row(of: cell.address.field) else {
      return .problem("\(cell.address.field) is no field of Maycur")
    }
    let address = CellAddress(row.maycur)
    return switch row.value(of: cell.content) {
    case .value(let text):
      .same(address, .set(.text(text)), .item(value: .text(text), label: .missing))
    case .nothing: .same(address, .clear, .gone)
    case .problem(let why): .problem(why)
    }
  }
}

/// What is found out of one person's values.
private struct ReplayRow {
  let user: Verbatim
  let recipient: Verbatim
  let held: [CellAddress: HeldCell]
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
    decision.unchanged += unchanged
    if !touched.isEmpty {
      decision.touched.append(UserChange(user: recipient, edits: touched))
    }
    guard !edits.isEmpty else { return }
    decision.changes.append(UserChange(user: recipient, edits: edits))
    decision.origins[recipient] = origins
  }
}
