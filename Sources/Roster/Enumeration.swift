/// The user list that a system returned, joined from all its pages.
package struct Enumeration: Hashable, Sendable {
  /// The system that returned the list.
  package let system: System
  /// The users on the list, in its order; each once.
  package let users: [Verbatim]
  /// Elements of the list that are not a user's key.
  package let setAside: [SetAside]
  /// When the first page was asked for.
  package let askedAt: Instant
  /// When the last page had arrived.
  package let receivedAt: Instant
  /// The system's request id of the last page's call; nil if it sent none.
  package let requestID: String?

  package init(
    system: System,
    users: [Verbatim],
    setAside: [SetAside] = [],
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String?
  ) {
    self.system = system
    self.users = users
    self.setAside = setAside
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}

/// How many people may be missing from a new user list before the list is refused.
package struct ShrinkLimit: Hashable, Sendable {
  /// The share of the active people, in percent, that may leave between two lists.
  package let percent: Int
  /// This many people may always leave, even if they are a larger share.
  package let people: Int

  package init(percent: Int = 10, people: Int = 5) {
    self.percent = percent
    self.people = people
  }

  /// Whether a list on which `leaving` of `active` people are missing is accepted.
  package func allows(leaving: Int, of active: Int) -> Bool {
    leaving <= people || leaving * 100 <= active * percent
  }
}
