import Access
import Roster
import Testing

/// Which batches must be approved, and whether they can be.
@Suite struct ApprovalPolicyTests {
  private static let policy = ApprovalPolicy(rules: [
    ApprovalRule(kinds: [.push, .replay], above: 5, fields: [], needs: ["approver"]),
    ApprovalRule(
      kinds: [.push],
      above: 0,
      fields: ["sys04-*", "a"],
      needs: ["approver", "finance"]
    ),
    ApprovalRule(kinds: [.rollback], above: 0, fields: [], needs: ["approver", "approver"]),
  ])

  @Test(
    arguments: [
      (OperationKind.push, 5, ["b"], []), (.push, 6, ["b"], ["approver"]),
      (.replay, 6, ["sys04-bank"], ["approver"]), (.retry, 100, ["a"], []),
      (.push, 1, ["b", "sys04-bank"], ["approver", "finance"]), (.push, 1, ["sys0"], []),
      (.push, 9, ["a"], ["approver", "finance"]), (.push, 1, ["ab"], []),
      (.rollback, 1, [], ["approver", "approver"]),
    ] as [(OperationKind, Int, [String], [String])]
  )
  func `a batch needs what all rules need that are about it`(
    kind: OperationKind,
    people: Int,
    fields: [String],
    needs: [String]
  ) {
    let codes = Set(fields.map { FieldCode($0) })
    #expect(Self.policy.needs(kind, people: people, fields: codes) == needs)
  }

  private static func people(_ duties: [String]...) -> [StaffMember] {
    duties.enumerated().map {
      StaffMember(name: "\($0)", role: nil, approves: Set($1))
    }
  }

  @Test func `rules are met only if they are for every proposer`() {
    let one = ApprovalPolicy(rules: [
      ApprovalRule(kinds: [.push], above: 0, fields: [], needs: ["approver"])
    ])
    #expect(ApprovalPolicy().unmet(by: []) == nil)
    #expect(one.unmet(by: []) == ["approver"])
    #expect(one.unmet(by: Self.people(["approver"])) == ["approver"])
    #expect(one.unmet(by: Self.people(["approver"], ["finance"])) == ["approver"])
    #expect(one.unmet(by: Self.people(["approver"], ["approver"])) == nil)
    // One person has both duties, and cannot use both.
    let both = ["approver", "finance"]
    let two = ApprovalPolicy(rules: [
      ApprovalRule(kinds: [.push], above: 0, fields: [], needs: both)
    ])
    #expect(two.unmet(by: Self.people(both, both)) == both)
    #expect(two.unmet(by: Self.people(both, both, both)) == nil)
    #expect(two.unmet(by: Self.people(both, ["approver"], ["finance"])) == nil)
    #expect(two.unmet(by: Self.people(["approver"], ["approver"], ["finance"])) == both)
  }

  @Test(arguments: [
    ("zhangwei@payroll", true), ("zhangwei@other", true), ("zhangwei", true),
    ("zhangwei2@payroll", false), ("lina@payroll", true), ("lina@other", false),
    ("张伟 (link 615)", true), ("张伟二 (link 615)", false), ("token 615 (张伟)", false),
    ("张伟", false),
  ])
  func `an actor of the log is a person by account or by sign-in`(actor: String, isOne: Bool) {
    let person = StaffMember(
      name: "张伟",
      role: .administrator,
      accounts: ["zhangwei", "lina@payroll"]
    )
    #expect(person.isNamed(by: Verbatim(actor)) == isOne)
  }
}
