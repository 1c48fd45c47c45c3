import GRDB
package import Roster

/// When a call left, when its answer had arrived, and the system's id of it.
package struct CallFacts: Hashable, Sendable {
  /// When the call left.
  package let askedAt: Instant
  /// When its answer had arrived, or when it was given up.
  package let receivedAt: Instant
  /// The system's id of the call, where it gave one.
  package let requestID: String?

  package init(askedAt: Instant, receivedAt: Instant, requestID: String?) {
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}
