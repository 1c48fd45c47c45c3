package import Roster

/// One attempt to deliver a message, as it is shown to people.
package struct WebhookAttempt: Hashable, Codable, Sendable {
  /// The message's id.
  package let id: String
  /// The message's position.
  package let position: UInt64
  /// When it began, in milliseconds since 1970.
  private let began: Int64
  /// How long it took, in milliseconds.
  package let milliseconds: Int64
  /// The HTTP status; nil if there was no response.
  package let status: Int?
  /// The name of the error, if there was no response.
  package let error: String?
  /// Whether a person asked for it.
  package let isByHand: Bool

  /// When it began.
  package var at: Instant { Instant(milliseconds: began) }

  init(
    of message: WebhookMessage,
    from began: Instant,
    to ended: Instant,
    status: Int?,
    error: String?,
    isByHand: Bool
  ) {
    (id, position, self.began) = (message.id, message.position, began.milliseconds)
    milliseconds = max(0, (ended - began).inMilliseconds)
    (self.status, self.error, self.isByHand) = (status, error, isByHand)
  }
}
