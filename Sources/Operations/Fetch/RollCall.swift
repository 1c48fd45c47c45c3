import Roster

/// The list of users while its pages arrive.
struct RollCall: Sendable {
  /// What a page means for the list.
  enum Progress: Hashable, Sendable {
    /// There is more, from this cursor on.
    case goesOn(Int64)
    /// The page leads to where the list has been.
    case goesInCircles
    /// The list is complete.
    case ended(Enumeration)
  }

  private var users: [Verbatim] = []
  private var cursors: Set<Int64> = [0]
  private var askedAt: Instant?

  /// Takes the next page.
  ///
  /// A short page is no end, and a user who moved from one page to the next while the list was
  /// being read is on it once.
  mutating func take(_ page: FetchedUsers) -> Progress {
    users += page.users
    if askedAt == nil { askedAt = page.askedAt }
    if let next = page.next {
      return cursors.insert(next).inserted ? .goesOn(next) : .goesInCircles
    }
    return .ended(
      Enumeration(
        system: .dingtalk,
        users: users.withoutRepeats,
        askedAt: askedAt ?? page.askedAt,
        receivedAt: page.receivedAt,
        requestID: page.requestID
      )
    )
  }
}
