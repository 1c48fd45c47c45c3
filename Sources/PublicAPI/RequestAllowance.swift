import Roster

/// How many requests one sender may send now: 20 more each second, and never more than 40.
///
/// It has no clock.
struct RequestAllowance: Hashable, Sendable {
  /// How many it grows by in a second.
  static let perSecond = 20
  /// How many may be sent at once.
  static let most = 40
  /// What a request takes: so a millisecond brings as many parts as a second brings requests.
  private static let parts = 1000

  private var left = most * parts
  private var countedAt: Instant

  /// - Parameter now: The time now, of a clock that never runs backwards.
  init(now: Instant) { countedAt = now }

  /// How many requests are left.
  var remaining: Int { left / Self.parts }

  /// In how many seconds the next request may be sent, rounded up.
  var untilNext: Int { Self.seconds(for: Self.parts - left) }

  /// In how many seconds ``most`` may be sent at once again, rounded up.
  var untilMost: Int { Self.seconds(for: Self.most * Self.parts - left) }

  /// Takes one request.
  ///
  /// - Parameter now: The time now, of the same clock.
  /// - Returns: Whether there was one.
  mutating func take(now: Instant) -> Bool {
    let passed = max(0, now.milliseconds - countedAt.milliseconds)
    let all = Self.most * Self.parts
    left = min(all, left + Int(min(passed, Int64(all))) * Self.perSecond)
    countedAt = max(now, countedAt)
    guard left >= Self.parts else { return false }
    left -= Self.parts
    return true
  }

  private static func seconds(for parts: Int) -> Int {
    let perSecond = Self.parts * Self.perSecond
    return max(0, parts + perSecond - 1) / perSecond
  }
}
