package import Roster
import Synchronization
import WebServer

/// Limits how many requests each sender sends over the network.
package final class RateLimit: Sendable {
  private let timekeeper: any Timekeeper
  /// By the name of the sender in the log; there are no more than tokens.
  private let allowances = Mutex<[Verbatim: RequestAllowance]>([:])

  /// - Parameter timekeeper: The machine's clock.
  package init(_ timekeeper: any Timekeeper) { self.timekeeper = timekeeper }

  /// Counts a request.
  ///
  /// - Parameters:
  ///   - request: The request; one from this machine by the unix socket is not limited.
  ///   - sender: Who sends it, as the log names them.
  /// - Returns: The header fields that say what is left.
  /// - Throws: ``Problem`` of 429 if there are too many.
  func count(
    _ request: WebRequest,
    of sender: Verbatim
  ) throws(Problem) -> [(name: String, value: String)] {
    guard case .network = request.peer else { return [] }
    let now = timekeeper.monotonic()
    let (isTaken, allowance) = allowances.withLock { all in
      var allowance = all[sender] ?? RequestAllowance(now: now)
      let isTaken = allowance.take(now: now)
      all[sender] = allowance
      return (isTaken, allowance)
    }
    let headers = Self.headers(allowance)
    guard !isTaken else { return headers }
    var problem = Problem(
      429,
      "tooManyRequests",
      "A token may send \(RequestAllowance.perSecond) requests a second, and \(RequestAllowance.most) at once. Wait as long as Retry-After says, and send it again."
    )
    problem.headers = [("Retry-After", String(allowance.untilNext))] + headers
    throw problem
  }

  private static func headers(_ allowance: RequestAllowance) -> [(name: String, value: String)] {
    let window = RequestAllowance.most / RequestAllowance.perSecond
    return [
      ("RateLimit-Policy", "\"requests\";q=\(RequestAllowance.most);w=\(window)"),
      ("RateLimit", "\"requests\";r=\(allowance.remaining);t=\(allowance.untilMost)"),
    ]
  }
}
