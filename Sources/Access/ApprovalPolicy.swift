package import Roster

/// What other people must approve before it is done (`approval` of the settings).
package struct ApprovalPolicy: Hashable, Sendable {
  /// The rules; what is done must meet all that apply to it.
  package let rules: [ApprovalRule]
  /// How long a proposal can be decided about.
  package let lifetime: Duration

  /// What a proposal needs that no rule asks for.
  package static let usual: ApprovalNeeds = ["approver"]

  package init(rules: [ApprovalRule] = [], lifetime: Duration = .seconds(24 * 3600)) {
    self.rules = rules
    self.lifetime = lifetime
  }

  /// What an operation needs; nothing if no rule applies.
  ///
  /// Where several rules need one duty, it is needed as often as by the rule that needs it most often,
  /// and what one of them needs before is not needed afterwards. The shortest spans count, and the
  /// service applies it by itself only if each of them says so.
  ///
  /// - Parameters:
  ///   - kind: The kind of the operation.
  ///   - people: How many people it is about.
  ///   - fields: The codes of the fields that it writes or erases; nil for all.
  /// - Returns: What it needs, with sorted duties.
  package func needs(
    _ kind: OperationKind,
    people: Int,
    fields: Set<FieldCode>?
  ) -> ApprovalNeeds {
    Self.together(rules.filter { $0.applies(to: kind, people: people, fields: fields) })
  }

  private static func together(_ rules: [ApprovalRule]) -> ApprovalNeeds {
    let needs = rules.map(\.needs)
    let before = most(needs.map(\.before))
    var after = most(needs.map(\.after))
    for (duty, needed) in before { after[duty] = max(0, (after[duty] ?? 0) - needed) }
    var windows: [ClockSpan] = []
    for window in needs.flatMap(\.windows) where !windows.contains(window) {
      windows.append(window)
    }
    return ApprovalNeeds(
      before: list(before),
      after: list(after),
      within: after.values.allSatisfy { $0 == 0 } ? nil : needs.compactMap(\.within).min(),
      fresh: needs.compactMap(\.fresh).min(),
      windows: windows,
      appliesItself: !needs.isEmpty && needs.allSatisfy(\.appliesItself)
    )
  }

  /// How often each duty is needed by the list that needs it most often.
  private static func most(_ lists: [[String]]) -> [String: Int] {
    var most: [String: Int] = [:]
    for list in lists {
      for (duty, needed) in Dictionary(grouping: list, by: \.self) {
        most[duty] = max(most[duty] ?? 0, needed.count)
      }
    }
    return most
  }

  private static func list(_ needed: [String: Int]) -> [String] {
    needed.sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
  }

  /// Why rules can never be met.
  package enum Problem: Hashable, Sendable {
    /// For some proposer there are not enough other people with these duties.
    case people([String])
    /// Too few of the people with these duties sign in to the pages.
    case signIns([String])
    /// The windows of the rules have no minute in common.
    case windows([ClockSpan])
  }

  /// The first problem of the rules.
  ///
  /// - Parameter people: All people of the settings.
  /// - Returns: The problem; nil if all rules together can be met for every proposer, by other people.
  package func problem(among people: [StaffMember]) -> Problem? {
    for kind in OperationKind.allCases {
      let windows = Self.together(rules.filter { $0.kinds.contains(kind) }).windows
      let hasMinute = (0..<1_440).contains { minute in windows.allSatisfy { $0.contains(minute) } }
      if !hasMinute { return .windows(windows) }
    }
    let all = Self.together(rules)
    let duties = Self.list(Self.most([all.before, all.after]))
    if !Self.canAlways(duties, people, people) { return .people(duties) }
    let fresh = Self.together(rules.filter { $0.needs.fresh != nil }).duties
    let signingIn = people.filter { $0.role?.permissions.contains(.approve) == true }
    return Self.canAlways(fresh, signingIn, people) ? nil : .signIns(fresh)
  }

  /// Whether the duties can be met by others for each person who may propose.
  private static func canAlways(
    _ duties: [String],
    _ approvers: [StaffMember],
    _ all: [StaffMember]
  ) -> Bool {
    let proposers: [StaffMember?] = all.map { $0 } + [nil]
    return proposers.allSatisfy { proposer in
      canBeMet(duties, by: approvers.filter { $0 != proposer })
    }
  }

  /// Whether a proposal can be approved: there are enough people with the duties.
  ///
  /// - Parameters:
  ///   - duties: The duties, each of another person.
  ///   - people: All people but the proposer.
  /// - Returns: Whether it can.
  package static func canBeMet(_ duties: [String], by people: [StaffMember]) -> Bool {
    guard let first = duties.first else { return true }
    return people.indices.contains { index in
      guard people[index].approves.contains(first) else { return false }
      var others = people
      others.remove(at: index)
      return canBeMet(Array(duties.dropFirst()), by: others)
    }
  }
}

/// One rule of the settings: what it is about, and who must approve that.
package struct ApprovalRule: Hashable, Sendable {
  /// The kinds of operations.
  package let kinds: Set<OperationKind>
  /// It is about those that concern more people than this.
  package let above: Int
  /// It is about those that write or erase one of these fields: codes, or the beginnings of codes before a
  /// `*`; all if there are none.
  package let fields: [String]
  package let needs: ApprovalNeeds

  package init(kinds: Set<OperationKind>, above: Int, fields: [String], needs: ApprovalNeeds) {
    self.kinds = kinds
    self.above = above
    self.fields = fields
    self.needs = needs
  }

  func applies(to kind: OperationKind, people: Int, fields written: Set<FieldCode>?) -> Bool {
    guard kinds.contains(kind), people > above else { return false }
    guard let written else { return true }
    return fields.isEmpty
      || written.contains { code in fields.contains { FieldPattern($0).fits(code) } }
  }
}
