/// The user list that a system returned, put together from all its pages.
package struct Enumeration: Hashable, Sendable {
  /// The system that answered.
  package let system: System
  /// The users on the list, in its order; each once.
  package let users: [Verbatim]
  /// What stood on the list and is no key of a user.
  package let setAside: [SetAside]
  /// When the first page was asked for.
  package let askedAt: Instant
  /// When the last page had arrived.
  package let receivedAt: Instant
  /// The system's id of the last page's call, where it gave one.
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

/// How much shorter than the last user list a new one may be, and still be believed.
package struct ShrinkLimit: Hashable, Sendable {
  /// The share of the active people, in percent, that may leave between two lists.
  package let percent: Int
  /// So many people may always leave, whatever share of the company they are.
  package let people: Int

  package init(percent: Int = 10, people: Int = 5) {
    self.percent = percent
    self.people = people
  }

  /// Whether a list on which `leaving` of `active` people are missing is believed.
  package func allows(leaving: Int, of active: Int) -> Bool {
    leaving <= people || leaving * 100 <= active * percent
  }
}
