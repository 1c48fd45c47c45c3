import Pages
import Roster
import Testing

/// What is kept between a plan and its confirmation.
@Suite struct DraftsTests {
  private let start = Instant(milliseconds: 1_700_000_000_000)

  private func draft(_ size: Int = 1) -> Drafts.Draft {
    Drafts.Draft(
      action: "push",
      values: [:],
      texts: [:],
      file: FormFields.File(name: "a.csv", bytes: [UInt8](repeating: 65, count: size)),
      job: "1",
      key: "k"
    )
  }

  @Test func `a draft belongs to one session, and is over after an hour`() {
    let drafts = Drafts()
    drafts.keep(draft(), as: "1", owner: "mine", now: start)
    #expect(drafts.find("1", owner: "mine", now: start)?.key == "k")
    #expect(drafts.find("1", owner: "other", now: start) == nil)
    #expect(drafts.find("2", owner: "mine", now: start) == nil)
    let last = start + (Drafts.lifetime - .milliseconds(1))
    #expect(drafts.find("1", owner: "mine", now: last) != nil)
    #expect(drafts.find("1", owner: "mine", now: start + Drafts.lifetime) == nil)
  }

  @Test func `a session has the latest ten, and takes none of another's`() {
    let drafts = Drafts()
    drafts.keep(draft(), as: "other", owner: "other", now: start)
    for number in 1...12 { drafts.keep(draft(), as: "\(number)", owner: "mine", now: start) }
    let kept = (1...12).filter { drafts.find("\($0)", owner: "mine", now: start) != nil }
    #expect(kept == Array(3...12))
    #expect(drafts.find("other", owner: "other", now: start) != nil)
  }

  @Test func `files have a bound together, and the latest is kept`() {
    let drafts = Drafts()
    let size = Drafts.mostBytes / 4
    for number in 1...6 {
      drafts.keep(draft(size), as: "\(number)", owner: "\(number)", now: start)
    }
    let kept = (1...6).filter { drafts.find("\($0)", owner: "\($0)", now: start) != nil }
    #expect(kept == [3, 4, 5, 6])
  }
}
