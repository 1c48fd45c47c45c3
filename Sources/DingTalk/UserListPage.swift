package import Roster

/// One page of the list of active users.
package struct UserListPage: Hashable, Sendable {
  /// The users on the page, in its order; each once.
  package let users: [Verbatim]
  /// Elements of the page that are not a user's key.
  package let setAside: [SetAside]
  /// The cursor of the next page; nil at the end of the list.
  package let next: Int64?
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// DingTalk's request id; nil if it gave none.
  package let requestID: String?

  package init(
    users: [Verbatim],
    setAside: [SetAside] = [],
    next: Int64?,
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String?
  ) {
    self.users = users
    self.setAside = setAside
    self.next = next
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}
