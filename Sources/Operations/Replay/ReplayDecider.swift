public import Ledger
public import Roster

/// A value of DingTalk that cannot be emitted again, and why.
public struct ReplayProblem: Hashable, Sendable {
  /// The DingTalk user.
  public let user: Verbatim
  /// The field; nil where it is about the person.
  public let field: FieldCode?
  /// The item of it.
  public let item: Int?
  /// Why, and what to do.
  public let why: String

  /// States a problem.
  public init(user: Verbatim, field: FieldCode? = nil, item: Int? = nil, why: String) {
    self.user = user
    self.field = field
    self.item = item
    self.why = why
  }
}

/// What a replay is to write, and what it leaves alone.
public struct ReplayDecision: Hashable, Sendable {
  /// What is wanted of each user of the system that is written to.
  public internal(set) var changes: [UserChange] = []
  /// Who is left out, and why; nothing of theirs is wanted then.
  public internal(set) var problems: [ReplayProblem] = []
  /// Cells that are believed to hold their value there already.
  public internal(set) var unchanged = 0
  /// Cells that became empty, and are not emptied there, because that was not asked for.
  public internal(set) var clearsLeftOut = 0
  /// Cells of fields that the other system does not have, or that nobody can write.
  public internal(set) var unmapped = 0

  init() {}
}

/// Decides what of DingTalk's values is written again, to itself or to Maycur.
///
/// Pure: what was seen, who is who, and what is believed of the target come in as values.
public struct ReplayDecider: Sendable {
  private let target: System
  private let crossing: Crossing
  private let mapping: FieldMappings
  private let readOnly: Set<FieldCode>
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
    readOnly = Set(catalogue.lazy.filter(\.isDerived).map(\.code))
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
  /// - Returns: What is wanted, by the target's users.
  public func decide(
    _ cells: [ObservedCell],
    held: (Verbatim) throws -> [CellAddress: HeldCell]
  ) rethrows -> ReplayDecision {
    var decision = ReplayDecision()
    let byUser = Dictionary(grouping: cells, by: \.user)
    for (user, cells) in byUser.sorted(by: { $0.key < $1.key }) {
      let ordered = cells.sorted { $0.address < $1.address }
      let writable = ordered.filter { isWritable($0.address) }
      decision.unmapped += ordered.count - writable.count
      guard !writable.isEmpty else { continue }
      try decide(user, writable, held: held, &decision)
    }
    return decision
  }

  private func isWritable(_ address: CellAddress) -> Bool {
    switch target {
    case .dingtalk: !readOnly.contains(address.field)
    case .maycur: address.item == 0 && mapping.row(of: address.field) != nil
    }
  }

  private func decide(
    _ user: Verbatim,
    _ cells: [ObservedCell],
    held: (Verbatim) throws -> [CellAddress: HeldCell],
    _ decision: inout ReplayDecision
  ) rethrows {
    var recipient = user
    if target == .maycur {
      switch crossing.maycur(of: user) {
      case .success(let found): recipient = found
      case .failure(let refusal):
        decision.problems.append(ReplayProblem(user: user, why: refusal.why))
        return
      }
    }
    let known = try held(recipient)
    var edits: [CellEdit] = []
    var problems: [ReplayProblem] = []
    var unchanged = 0
    var clearsLeftOut = 0
    for cell in cells {
      switch value(of: cell) {
      case .problem(let why):
        problems.append(
          ReplayProblem(
            user: user,
            field: cell.address.field,
            item: cell.address.item,
            why: "\(user): \(why)."
          )
        )
      case .same(let address, let edit, let content):
        if edit == .clear, !propagatesClears {
          clearsLeftOut += 1
        } else if let there = known[address]?.content,
          Meaning.agrees(written: content, seen: there)
        {
          unchanged += 1
        } else {
          edits.append(CellEdit(address, edit))
        }
      }
    }
    // A person's values are one row, and a row with an error is not sent.
    decision.problems += problems
    guard problems.isEmpty else { return }
    decision.unchanged += unchanged
    decision.clearsLeftOut += clearsLeftOut
    if !edits.isEmpty { decision.changes.append(UserChange(user: recipient, edits: edits)) }
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
