import Access
import Roster
import Testing

/// That a person is known in the log by each of their names, and by no other one.
@Suite struct StaffMemberTests {
  private let member = StaffMember(
    name: "王敏",
    role: .auditor,
    accounts: ["wangmin", "audit@payroll"]
  )

  @Test(arguments: [
    ("王敏 (link 615)", true), ("王敏 (oidc 7)", true), ("王敏 (dingtalk)", true), ("王敏", false),
    ("王敏 x (link 615)", false), ("王敏二 (link 615)", false), ("x 王敏 (link 615)", false),
    ("token 7 (王敏)", false), ("wangmin@payroll-host", true), ("wangmin@", true),
    ("wangmin", true), ("wangmin2@payroll-host", false), ("xwangmin@payroll-host", false),
    ("audit@payroll", true), ("audit@payroll2", false), ("audit@other", false), ("", false),
  ])
  func `an actor is the person by name and way, or by account`(actor: String, isMember: Bool) {
    #expect(member.isNamed(by: Verbatim(actor)) == isMember)
  }
}
