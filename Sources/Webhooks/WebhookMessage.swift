package import Roster

/// One message of a webhook.
package struct WebhookMessage: Hashable, Sendable {
  /// Its position in the feed; positions increase.
  package let position: UInt64
  /// Its id, the same in every attempt: visible ASCII without a full stop.
  package let id: String
  /// Its body, which is signed to the byte.
  package let body: [UInt8]

  /// Creates a message.
  ///
  /// - Parameters:
  ///   - position: Its position in the feed.
  ///   - id: Its id. A full stop would make the signed text ambiguous, and other characters do not
  ///     fit a header: each becomes a hyphen.
  ///   - body: Its body, JSON.
  package init(position: UInt64, id: String, body: [UInt8]) {
    self.position = position
    self.id = String(
      decoding: id.utf8.map { byte in
        0x21...0x7E ~= byte && byte != UInt8(ascii: ".") ? byte : UInt8(ascii: "-")
      },
      as: UTF8.self
    )
    self.body = body
  }

  /// The headers of an attempt, as Standard Webhooks has them.
  ///
  /// - Parameters:
  ///   - keys: The keys, the new one first; two while one is replaced.
  ///   - now: The time of the attempt.
  /// - Returns: Names and values.
  package func headers(signedWith keys: [WebhookKey], at now: Instant) -> [(String, String)] {
    let time = "\(now.milliseconds / 1000)"
    let signed = Array("\(id).\(time).".utf8) + body
    return [
      ("content-type", "application/json"), ("webhook-id", id), ("webhook-timestamp", time),
      ("webhook-signature", keys.map { $0.signature(of: signed) }.joined(separator: " ")),
    ]
  }
}
