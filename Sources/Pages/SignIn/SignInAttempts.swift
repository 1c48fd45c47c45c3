import Access
import Crypto
import Roster
import Synchronization

/// The sign-ins by a provider that browsers have begun, in memory: each is known by the SHA-256 of its
/// cookie, and is good for one return.
final class SignInAttempts: Sendable {
  /// How long a person may take at the provider.
  static let life = Duration.seconds(600)
  /// The largest number; the oldest one goes first.
  static let most = 1_000

  /// One that was begun.
  struct Begun: Sendable {
    let way: SignInWay
    let attempt: SignInAttempt
    /// The page that the person wanted.
    let page: PagePath
    let began: Instant
  }

  private let begun = Mutex<[[UInt8]: Begun]>([:])
  private let random: @Sendable (Int) -> [UInt8]

  init(random: @escaping @Sendable (Int) -> [UInt8]) { self.random = random }

  /// Begins one.
  ///
  /// - Returns: The text of its cookie, and what is sent to the provider.
  func begin(
    _ way: SignInWay,
    to page: PagePath,
    now: Instant
  ) -> (cookie: String, attempt: SignInAttempt) {
    let texts = (0..<4).map { _ in random(32).hexadecimal }
    let attempt = SignInAttempt(state: texts[1], nonce: texts[2], verifier: texts[3])
    begun.withLock { begun in
      begun = begun.filter { now - $0.value.began < Self.life }
      if begun.count >= Self.most, let first = begun.min(by: { $0.value.began < $1.value.began }) {
        begun[first.key] = nil
      }
      begun[Self.hash(texts[0])] = Begun(way: way, attempt: attempt, page: page, began: now)
    }
    return (texts[0], attempt)
  }

  /// Ends one.
  ///
  /// - Parameters:
  ///   - cookie: The cookie of the browser that came back.
  ///   - way: From where it came back.
  ///   - state: The state that it brought.
  ///   - now: The time now.
  /// - Returns: What it began; nil if it began nothing, or something else, or took too long.
  func end(_ cookie: String?, _ way: SignInWay, state: String?, now: Instant) -> Begun? {
    guard let cookie, let begun = begun.withLock({ $0.removeValue(forKey: Self.hash(cookie)) }),
      begun.way == way, now - begun.began < Self.life,
      state?.utf8.elementsEqual(begun.attempt.state.utf8) == true
    else { return nil }
    return begun
  }

  private static func hash(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }
}
