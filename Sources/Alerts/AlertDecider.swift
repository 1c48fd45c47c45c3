package import Roster

/// Decides which alerts are opened, repeated and closed; a pure value.
package struct AlertDecider: Sendable {
  /// How long after the last notice an open alert is said again.
  package static let repetition = Duration.seconds(86_400)

  private let limits: AlertLimits

  package init(limits: AlertLimits) { self.limits = limits }

  /// Decides.
  ///
  /// - Parameters:
  ///   - health: The numbers of the moment.
  ///   - alerts: The open alerts; changed to those that are open from now on.
  ///   - now: The time.
  /// - Returns: What is to be said, in the order of the kinds.
  package func decide(
    _ health: ServiceHealth,
    _ alerts: inout OpenAlerts,
    now: Instant
  ) -> [AlertNotice] {
    var notices: [AlertNotice] = []
    for kind in AlertKind.allCases {
      guard let finding = AlertFinding.of(kind, in: health, limits: limits) else { continue }
      let before = alerts.open[kind]
      let operation = health.operations[kind] ?? before?.operation
      let change: AlertNotice.Change
      switch (before, finding.isOpen) {
      case (nil, false): continue
      case (nil, true): change = .opened
      case (_?, false): change = .closed
      case (let open?, true):
        // A clock that was set back must not silence it.
        let silence = now - Instant(milliseconds: min(open.said, now.milliseconds))
        guard silence >= Self.repetition || open.said > now.milliseconds else { continue }
        change = .repeated
      }
      let since = before?.since ?? now.milliseconds
      alerts.open[kind] =
        finding.isOpen
        ? OpenAlerts.Open(since: since, said: now.milliseconds, operation: operation) : nil
      notices.append(
        AlertNotice(
          kind: kind,
          change: change,
          text: finding.text,
          operation: operation,
          since: Instant(milliseconds: since)
        )
      )
    }
    return notices
  }
}
