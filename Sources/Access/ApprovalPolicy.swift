package import Roster

/// What other people must approve before it is done (`approval` of the settings).
package struct ApprovalPolicy: Hashable, Sendable {
  /// The rules; what is done must meet all that apply to it.
  package let rules: [ApprovalRule]
  /// How long a proposal can be decided about.
  package let lifetime: Duration

  /// The duties by which a proposal is approved that no rule asks for.
  package static let usual = ["approver"]

  package init(rules: [ApprovalRule] = [], lifetime: Duration = .seconds(24 * 3600)) {
    self.rules = rules
    self.lifetime = lifetime
  }

  /// The duties by which an operation must be approved, each by another person; empty if no rule
  /// applies.
  ///
  /// Where several rules need one duty, it is needed as often as the rule that needs it most often.
  ///
  /// - Parameters:
  ///   - kind: The kind of the operation.
  ///   - people: How many people it is about.
  ///   - fields: The codes of the fields that it writes or erases; nil for all.
  /// - Returns: The duties, sorted.
  package func needs(_ kind: OperationKind, people: Int, fields: Set<FieldCode>?) -> [String] {
    var most: [String: Int] = [:]
    for rule in rules where rule.applies(to: kind, people: people, fields: fields) {
      for (duty, needed) in Dictionary(grouping: rule.needs, by: \.self) {
        most[duty] = max(most[duty] ?? 0, needed.count)
      }
    }
    return most.sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
  }

  /// The first duties that cannot be met: for some proposer there are not enough other people.
  ///
  /// - Parameter people: All people of the settings.
  /// - Returns: The duties; nil if all rules together can be met for every proposer, by other people.
  package func unmet(by people: [StaffMember]) -> [String]? {
    let together = Dictionary(
      rules.flatMap { rule in Dictionary(grouping: rule.needs, by: \.self).mapValues(\.count) },
      uniquingKeysWith: max
    ).sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
    guard !together.isEmpty else { return nil }
    let proposers: [StaffMember?] = people.map { $0 } + [nil]
    let canAlways = proposers.allSatisfy { proposer in
      Self.isMet(together[...], by: people.filter { $0 != proposer })
    }
    return canAlways ? nil : together
  }

  /// Whether a proposal can be approved: there are enough other people with the duties.
  ///
  /// - Parameters:
  ///   - needs: The duties, each of another person.
  ///   - people: All people but the proposer.
  /// - Returns: Whether it can.
  package static func canBeMet(_ needs: [String], by people: [StaffMember]) -> Bool {
    isMet(needs[...], by: people)
  }

  /// Whether each duty can be given to another person.
  private static func isMet(_ needs: ArraySlice<String>, by people: [StaffMember]) -> Bool {
    guard let first = needs.first else { return true }
    return people.indices.contains { index in
      guard people[index].approves.contains(first) else { return false }
      var others = people
      others.remove(at: index)
      return isMet(needs.dropFirst(), by: others)
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
  /// The duties by which they must be approved, each by another person.
  package let needs: [String]

  package init(kinds: Set<OperationKind>, above: Int, fields: [String], needs: [String]) {
    self.kinds = kinds
    self.above = above
    self.fields = fields
    self.needs = needs
  }

  func applies(to kind: OperationKind, people: Int, fields written: Set<FieldCode>?) -> Bool {
    guard kinds.contains(kind), people > above else { return false }
    guard let written else { return true }
    return fields.isEmpty || written.contains { code in fields.contains { Self.fits(code, $0) } }
  }

  private static func fits(_ code: FieldCode, _ pattern: String) -> Bool {
    guard pattern.utf8.last == UInt8(ascii: "*") else {
      return pattern.utf8.elementsEqual(code.text.utf8)
    }
    return code.text.utf8.starts(with: pattern.utf8.dropLast())
  }
}
