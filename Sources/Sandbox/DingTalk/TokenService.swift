import Roster

/// Issues access tokens, and knows which are valid.
struct TokenService: Sendable {
  /// The life of a token, in seconds.
  let life: Int
  private let seed: UInt64
  private var issued: UInt64 = 0
  private var current: (token: String, expires: Instant)?

  init(life: Int, seed: UInt64) {
    self.life = life
    self.seed = seed
  }

  /// The valid token, its life renewed; or a new one.
  mutating func issue(now: Instant) -> String {
    let expires = now + .seconds(life)
    if let current, current.expires > now {
      self.current = (current.token, expires)
      return current.token
    }
    issued += 1
    var chance = SeededRandom(seed, 7, issued)
    let token = chance.hex(32)
    current = (token, expires)
    return token
  }

  func accepts(_ token: String, now: Instant) -> Bool {
    guard let current else { return false }
    return current.token == token && current.expires > now
  }

  mutating func expire() { current = nil }
}

/// The calls of one endpoint within the last second.
struct CallWindow: Sendable {
  private var calls: [Instant] = []

  /// Counts a call if it is within the limit; returns whether it is.
  mutating func admits(now: Instant, limit: Int) -> Bool {
    calls.removeAll { now - $0 >= .seconds(1) || $0 > now }
    guard calls.count < limit else { return false }
    calls.append(now)
    return true
  }
}
