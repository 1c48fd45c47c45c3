import Roster
import Synchronization
import WebServer

/// Limits how many sign-ins are begun from one address.
final class SignInLimit: Sendable {
  /// How many in a minute.
  static let most = 10
  private static let minute = Duration.seconds(60)
  /// The largest number of addresses that are counted at once.
  private static let mostAddresses = 10_000

  private let counts = Mutex<[String: (first: Instant, count: Int)]>([:])

  /// Counts a sign-in.
  ///
  /// - Parameters:
  ///   - address: The address of the browser; nil on the unix socket, which is not counted.
  ///   - now: The time now.
  /// - Throws: ``Problem`` of 429 if there are too many.
  func count(_ address: String?, now: Instant) throws(Problem) {
    guard let address else { return }
    let wait: Duration? = counts.withLock { counts in
      if counts.count >= Self.mostAddresses {
        counts = counts.filter { Self.isOpen($0.value.first, now) }
      }
      guard counts.count < Self.mostAddresses || counts[address] != nil else { return Self.minute }
      var own = counts[address] ?? (now, 0)
      if !Self.isOpen(own.first, now) { own = (now, 0) }
      own.count += 1
      counts[address] = own
      return own.count > Self.most ? Self.minute - (now - own.first) : nil
    }
    guard let wait else { return }
    var problem = Problem(
      429,
      "tooManyRequests",
      "At most \(Self.most) sign-ins a minute are begun from one address. Wait a minute."
    )
    problem.headers = [("Retry-After", String(wait.components.seconds + 1))]
    throw problem
  }

  /// Whether the minute that began at a time goes on.
  private static func isOpen(_ first: Instant, _ now: Instant) -> Bool {
    now >= first && now - first < minute
  }
}
