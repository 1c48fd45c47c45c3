package import Roster

/// One message with everything that is to be said.
package struct AlertDigest: Hashable, Sendable {
  /// The id; it is the same if the digest is sent again.
  package let id: String
  /// When it was made.
  package let madeAt: Instant
  /// What it says, at least one.
  package let notices: [AlertNotice]

  package init(id: String, madeAt: Instant, notices: [AlertNotice]) {
    (self.id, self.madeAt, self.notices) = (id, madeAt, notices)
  }
}
