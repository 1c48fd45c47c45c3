package import Roster

/// A token from a system.
package struct AccessToken: Sendable {
  /// The token.
  package let secret: Secret
  /// When it was requested; its life counts from then, to be on the safe side.
  package let askedAt: Instant
  /// How long it is valid.
  package let life: Duration

  package init(secret: Secret, askedAt: Instant, life: Duration) {
    self.secret = secret
    self.askedAt = askedAt
    self.life = life
  }

  /// When it is renewed: five minutes before its end, or a tenth of a short life before it.
  var renewedAt: Instant { askedAt + (life - min(.seconds(300), life / 10)) }

  /// Whether it can still be used.
  func isFresh(at now: Instant) -> Bool { askedAt <= now && now < renewedAt }
}
