import GRDB
package import Roster

/// When a call was sent, when its response arrived, and the system's id of it.
package struct CallFacts: Hashable, Sendable {
  /// When the call left.
  package let askedAt: Instant
  /// When its response arrived, or when waiting ended.
  package let receivedAt: Instant
  /// The system's request id; nil if it gave none.
  package let requestID: String?

  package init(askedAt: Instant, receivedAt: Instant, requestID: String?) {
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}
