package import Roster

/// One message with everything that is to be said.
package struct AlertDigest: Hashable, Codable, Sendable {
  /// The id; it is the same if the digest is sent again.
  package let id: String
  /// When it was made, in milliseconds since 1970.
  private let made: Int64
  /// What it says, at least one.
  package let notices: [AlertNotice]

  package init(id: String, madeAt: Instant, notices: [AlertNotice]) {
    (self.id, made, self.notices) = (id, madeAt.milliseconds, notices)
  }

  /// When it was made.
  package var madeAt: Instant { Instant(milliseconds: made) }
}
