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
    #expect(Self.policy.needs(kind, people: people, fields: codes).before == needs)
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
    #expect(ApprovalPolicy().problem(among: []) == nil)
    #expect(one.problem(among: []) == .people(["approver"]))
    #expect(one.problem(among: Self.people(["approver"])) == .people(["approver"]))
    #expect(one.problem(among: Self.people(["approver"], ["finance"])) == .people(["approver"]))
    #expect(one.problem(among: Self.people(["approver"], ["approver"])) == nil)
    // One person has both duties, and cannot use both.
    let both = ["approver", "finance"]
    let two = ApprovalPolicy(rules: [
      ApprovalRule(kinds: [.push], above: 0, fields: [], needs: ApprovalNeeds(before: both))
    ])
    #expect(two.problem(among: Self.people(both, both)) == .people(both))
    #expect(two.problem(among: Self.people(both, both, both)) == nil)
    #expect(two.problem(among: Self.people(both, ["approver"], ["finance"])) == nil)
    #expect(
      two.problem(among: Self.people(["approver"], ["approver"], ["finance"])) == .people(both)
    )
  }

  private static func rule(_ kinds: Set<OperationKind>, _ needs: ApprovalNeeds) -> ApprovalRule {
    ApprovalRule(kinds: kinds, above: 0, fields: [], needs: needs)
  }

  @Test func `what one rule needs before is not needed afterwards, and the shortest spans count`() {
    let policy = ApprovalPolicy(rules: [
      Self.rule(
        [.rollback],
        ApprovalNeeds(
          after: ["approver", "finance"],
          within: .seconds(4),
          fresh: .seconds(9),
          appliesItself: true
        )
      ),
      Self.rule([.rollback, .push], ApprovalNeeds(before: ["approver"], fresh: .seconds(3))),
    ])
    let needs = policy.needs(.rollback, people: 1, fields: nil)
    #expect(
      needs
        == ApprovalNeeds(
          before: ["approver"],
          after: ["finance"],
          within: .seconds(4),
          fresh: .seconds(3)
        )
    )
    #expect(ApprovalNeeds(text: needs.text) == needs)
    #expect(policy.needs(.push, people: 1, fields: nil).after.isEmpty)
  }

  @Test func `windows without a common minute, and people who cannot sign in, are a problem`()
    throws
  {
    let night = try #require(ClockSpan("20:00-06:00"))
    let day = try #require(ClockSpan("06:00-20:00"))
    let staff = ["1", "2"].map { StaffMember(name: $0, role: nil, approves: ["approver"]) }
    let rules = [night, day].map { span in
      Self.rule([.push], ApprovalNeeds(before: ["approver"], windows: [span]))
    }
    #expect(ApprovalPolicy(rules: rules).problem(among: staff) == .windows([night, day]))
    #expect(ApprovalPolicy(rules: [rules[0]]).problem(among: staff) == nil)
    let fresh = ApprovalPolicy(rules: [
      Self.rule([.push], ApprovalNeeds(before: ["approver"], fresh: .seconds(900)))
    ])
    #expect(fresh.problem(among: staff) == .signIns(["approver"]))
    let signingIn = ["1", "2"].map {
      StaffMember(name: $0, role: .approver, approves: ["approver"])
    }
    #expect(fresh.problem(among: signingIn) == nil)
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
