/// What is kept of one webhook, in a side file.
package struct WebhookRecord: Hashable, Codable, Sendable {
  /// How many attempts are kept.
  package static let kept = 100

  /// How far it was delivered, and when the next message is sent.
  package var decider: DeliveryDecider
  /// The latest attempts, oldest first.
  package private(set) var attempts: [WebhookAttempt] = []

  /// A webhook whose messages begin after a position.
  package init(after position: UInt64) { decider = DeliveryDecider(position: position) }

  mutating func add(_ attempt: WebhookAttempt) {
    attempts.append(attempt)
    attempts.removeFirst(max(0, attempts.count - Self.kept))
  }
}
