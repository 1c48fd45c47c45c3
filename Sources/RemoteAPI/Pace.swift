package import Roster

/// When the next call of an API may leave: the pure part of keeping a rate limit.
///
/// No more than so many calls leave within any window. The window is a tenth longer than a second,
/// since calls that leave a second apart may arrive closer together than that.
package struct Pace: Sendable {
  /// The time in which no more than the allowed number of calls leave.
  package static let window = Duration.milliseconds(1100)

  private struct Line {
    /// When the latest calls leave, oldest first; some may lie ahead.
    var departures: [Instant] = []
    /// No call leaves before.
    var heldUntil: Instant?
  }

  private let callsPerSecond: Int
  private let spacing: [String: Duration]
  private var lines: [String: Line] = [:]
  private var latest: Instant?

  /// Makes a pace at which no call has left yet.
  ///
  /// - Parameters:
  ///   - callsPerSecond: How many calls of one API may leave in a second; at least 1.
  ///   - spacing: How far apart calls of an API are at least, by its name.
  package init(callsPerSecond: Int, spacing: [String: Duration] = [:]) {
    self.callsPerSecond = max(1, callsPerSecond)
    self.spacing = spacing
  }

  /// Reserves the next departure of an API.
  ///
  /// - Parameters:
  ///   - api: The API's name; each has a limit of its own.
  ///   - now: The time.
  /// - Returns: How long the call has to wait.
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

  /// Holds all calls of an API that are not booked yet, after the system complained of too many.
  ///
  /// - Parameters:
  ///   - api: The API's name.
  ///   - duration: For how long.
  ///   - now: The time.
  package mutating func hold(_ api: String, for duration: Duration, now: Instant) {
    restartIfSetBack(now)
    let end = now + duration
    lines[api, default: Line()].heldUntil = max(lines[api]?.heldUntil ?? end, end)
  }

  /// Forgets what is booked when the clock was set back, lest calls wait for hours.
  private mutating func restartIfSetBack(_ now: Instant) {
    if let latest, now < latest { lines = [:] }
    latest = now
  }
}
