import Access
import Roster
import Testing

@Suite struct ShownPeopleTests {
  private let one = UserKey(.dingtalk, "1")
  private let two = UserKey(.dingtalk, "2")

  @Test func `whom a page has shown is not shown anew, alone or among others`() {
    let shown = ShownPeople()
    #expect(!shown.has(.person(one)))
    shown.add(.each([one, two]))
    #expect(shown.has(.person(one)) && shown.has(.each([two])))
    #expect(!shown.has(.person(UserKey(.maycur, "1"))) && !shown.has(.everybody))
  }

  @Test func `after a reading of everybody no person is shown anew`() {
    let shown = ShownPeople()
    shown.add(.everybody)
    #expect(shown.has(.person(one)) && shown.has(.each([one, two])) && shown.has(.everybody))
  }
}
