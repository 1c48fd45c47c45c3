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
  ///   - request: The request; one by the unix socket is not counted.
  ///   - now: The time now.
  /// - Throws: ``Problem`` of 429 if there are too many.
  func count(_ request: WebRequest, now: Instant) throws(Problem) {
    guard let address = request.clientAddress else { return }
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

extension WebRequest {
  /// The address of the browser; nil on the unix socket.
  ///
  /// A proxy on this machine says for whom it asks. What it adds is last.
  var clientAddress: String? {
    guard case .network(let address) = peer else { return nil }
    guard address == "::1" || address.hasPrefix("127."),
      let forwarded = header("X-Forwarded-For")?.split(separator: ",").last
    else { return address }
    return String(forwarded.drop { $0 == " " }.prefix(64))
  }
}
