import Roster

/// When the next log-in may leave, so that there are never two in quick succession.
struct LoginSpacing {
  private let spacing: Duration
  private var latest: Instant?
  private var now: Instant?

  /// Begins without a log-in.
  init(_ spacing: Duration) { self.spacing = spacing }

  /// Reserves the next log-in.
  ///
  /// - Parameter now: The time.
  /// - Returns: How long it has to wait.
  mutating func reserve(now: Instant) -> Duration {
    // A clock that was set back must not make a log-in wait for hours.
    if let before = self.now, now < before { latest = nil }
    self.now = now
    let departure = latest.map { max(now, $0 + spacing) } ?? now
    latest = departure
    return departure - now
  }
}
