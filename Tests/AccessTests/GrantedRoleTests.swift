import Access
import Roster
import Testing

/// The role of a token in the log.
@Suite struct GrantedRoleTests {
  @Test func `the log has the classes only if they are others than the role's`() {
    #expect(GrantedRole(.auditor).logged == "auditor")
    #expect(GrantedRole(.auditor, seeing: [.private, .open]).logged == "auditor")
    #expect(GrantedRole(.client, seeing: [.sensitive, .open]).logged == "client:open+sensitive")
    for role in Role.allCases {
      for classes: Set<FieldClass> in [[], [.open], [.sensitive], [.open, .private, .sensitive]] {
        let granted = GrantedRole(role, seeing: classes)
        #expect(GrantedRole(logged: granted.logged) == granted)
      }
    }
  }

  @Test(arguments: [
    "", "owner", "sign-in:auditor", "auditor:secret", "auditor:open:private", ":open",
  ])
  func `another text is the role of no token`(text: String) {
    #expect(GrantedRole(logged: text) == nil)
  }

  @Test func `no role sees sensitive values, and only two see private ones`() {
    #expect(
      Role.allCases.allSatisfy { $0.classes.contains(.open) && !$0.classes.contains(.sensitive) }
    )
    #expect(Role.allCases.filter { $0.classes.contains(.private) } == [.auditor, .administrator])
  }
}
