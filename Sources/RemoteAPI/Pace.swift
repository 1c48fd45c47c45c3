package import Roster

/// When the next call of an API may be sent: the pure part of keeping a rate limit.
///
/// At most the allowed number of calls is sent within any window. The window is a tenth longer than
/// a second, since calls that are sent a second apart may arrive closer together.
package struct Pace: Sendable {
  /// The window in which at most the allowed number of calls is sent.
  package static let window = Duration.milliseconds(1100)

  private struct Line {
    /// When the latest calls are sent, oldest first; some may be in the future.
    var departures: [Instant] = []
    /// No call leaves before.
    var heldUntil: Instant?
  }

  private let callsPerSecond: Int
  private let spacing: [String: Duration]
  private var lines: [String: Line] = [:]
  private var latest: Instant?

  /// A pace without any call yet.
  ///
  /// - Parameters:
  ///   - callsPerSecond: How many calls of one API may leave in a second; at least 1.
  ///   - spacing: How far apart calls of an API are at least, by its name.
  package init(callsPerSecond: Int, spacing: [String: Duration] = [:]) {
    self.callsPerSecond = max(1, callsPerSecond)
    self.spacing = spacing
  }

  /// Reserves the next call of an API.
  ///
  /// - Parameters:
  ///   - api: The API's name; each has a limit of its own.
  ///   - now: The time.
  /// - Returns: How long to wait.
  package mutating func reserve(_ api: String, now: Instant) -> Duration {
    restartIfSetBack(now)
    var line = lines[api] ?? Line()
    var departure = max(now, line.heldUntil ?? now)
    if let last = line.departures.last {
      departure = max(departure, last + (spacing[api] ?? .zero))
    }
    if line.departures.count >= callsPerSecond {
      departure = max(departure, line.departures[0] + Pace.window)
      line.departures.removeFirst()
    }
    line.departures.append(departure)
    lines[api] = line
    return departure - now
  }

  /// Delays all calls of an API that are not reserved yet, after the system refused one as too
  /// frequent.
  ///
  /// - Parameters:
  ///   - api: The API's name.
  ///   - duration: The delay.
  ///   - now: The time.
  package mutating func hold(_ api: String, for duration: Duration, now: Instant) {
    restartIfSetBack(now)
    let end = now + duration
    lines[api, default: Line()].heldUntil = max(lines[api]?.heldUntil ?? end, end)
  }

  /// Drops all reservations when the clock was set back; otherwise calls would wait for hours.
  private mutating func restartIfSetBack(_ now: Instant) {
    if let latest, now < latest { lines = [:] }
    latest = now
  }
}
