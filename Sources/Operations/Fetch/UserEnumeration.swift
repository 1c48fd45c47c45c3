import DingTalk
import Roster

/// The user list while its pages arrive.
struct UserEnumeration: Sendable {
  /// What a page means for the list.
  enum Progress: Hashable, Sendable {
    /// There is more, from this cursor on.
    case goesOn(Int64)
    /// No end of the list can be found.
    case hasNoEnd
    /// The list is complete.
    case ended(Enumeration)
  }

  /// After this many pages in a row without a new user, the list counts as endless.
  static let idlePages = 50
  /// The largest number of pages: a million people.
  static let mostPages = 20_000

  private var users: [Verbatim] = []
  private var known: Set<Verbatim> = []
  private var setAside: [SetAside] = []
  private var cursors: Set<Int64> = [0]
  /// The cursor of the page that was requested last.
  private var cursor: Int64 = 0
  private var pages = 0
  private var pagesWithNobodyNew = 0
  private var askedAt: Instant?

  /// Adds the next page.
  ///
  /// A short page is not the end, and a user who moved from one page to the next while the list was
  /// read is on it once. A page that points to itself is requested once more, and is the last if
  /// that returns no new user. A list that goes in a circle, or on without new users, has no end:
  /// what is missing from it is not known, so it is refused.
  mutating func take(_ page: UserListPage) -> Progress {
    let new = page.users.filter { known.insert($0).inserted }
    users += new
    setAside += page.setAside
    pages += 1
    pagesWithNobodyNew = new.isEmpty ? pagesWithNobodyNew + 1 : 0
    if askedAt == nil { askedAt = page.askedAt }
    guard let next = page.next else { return .ended(list(endingWith: page)) }
    if next == cursor {
      return new.isEmpty ? .ended(list(endingWith: page)) : .goesOn(next)
    }
    guard cursors.insert(next).inserted, pagesWithNobodyNew < UserEnumeration.idlePages,
      pages < UserEnumeration.mostPages
    else { return .hasNoEnd }
    cursor = next
    return .goesOn(next)
  }

  private func list(endingWith page: UserListPage) -> Enumeration {
    Enumeration(
      system: .dingtalk,
      users: users,
      setAside: setAside,
      askedAt: askedAt ?? page.askedAt,
      receivedAt: page.receivedAt,
      requestID: page.requestID
    )
  }
}
