import Crypto
import Roster

/// Gives out Maycur's tokens, and knows which are still good.
struct MaycurService: Sendable {
  private let seed: UInt64
  private var issued: UInt64 = 0
  /// When each token that is still good ends.
  private var ends: [String: Instant] = [:]

  init(seed: UInt64) { self.seed = seed }

  /// A new token; those given out before stay good.
  mutating func issue(now: Instant, life: Int) -> String {
    ends = ends.filter { $0.value > now }
    issued += 1
    var chance = SeededRandom(seed, 8, issued)
    let token = "TK" + chance.hex(30)
    ends[token] = now + .seconds(life)
    return token
  }

  func accepts(_ token: String, now: Instant) -> Bool { ends[token].map { $0 > now } ?? false }

  mutating func expire() { ends = [:] }

  /// What a caller who knows the secret presents: the SHA-256 of `secret:code:timestamp`.
  static func signature(secret: String, code: String, timestamp: String) -> String {
    var hash = SHA256()
    for part in [secret, ":", code, ":", timestamp] {
      Array(part.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    let digits = Array("0123456789abcdef")
    return hash.finalize().reduce(into: "") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
}
