package import Roster

/// One page of the list of active users.
package struct UserListPage: Hashable, Sendable {
  /// The users on the page, in its order; each once.
  package let users: [Verbatim]
  /// Elements of the page that are not a user's key.
  package var setAside: [SetAside] = []
  /// The cursor of the next page; nil at the end of the list.
  package let next: Int64?
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// DingTalk's request id; nil if it gave none.
  package let requestID: String?
}
