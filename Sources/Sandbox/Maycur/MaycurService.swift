import Crypto
import Roster

/// Issues Maycur's tokens, and knows which are valid.
struct MaycurService: Sendable {
  private let seed: UInt64
  private var issued: UInt64 = 0
  /// When each valid token ends.
  private var ends: [String: Instant] = [:]

  init(seed: UInt64) { self.seed = seed }

  /// A new token; the earlier ones remain valid.
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

  /// The signature of a caller who knows the secret: the SHA-256 of `secret:code:timestamp`.
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
