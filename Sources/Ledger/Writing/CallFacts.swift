import GRDB
public import Roster

/// When a call left, when its answer had arrived, and the system's id of it.
public struct CallFacts: Hashable, Sendable {
  /// When the call left.
  public let askedAt: Instant
  /// When its answer had arrived, or when it was given up.
  public let receivedAt: Instant
  /// The system's id of the call, where it gave one.
  public let requestID: String?

  /// Makes the facts of a call.
  public init(askedAt: Instant, receivedAt: Instant, requestID: String?) {
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}
