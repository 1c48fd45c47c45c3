/// What is kept of the alerts in a side file: which are open, and what was not said yet.
package struct AlertMemory: Hashable, Codable, Sendable {
  /// The open alerts.
  package var alerts = OpenAlerts()
  /// What waits for each sink, by its name.
  package var outboxes: [String: AlertOutbox] = [:]

  /// No alert is open, and nothing waits.
  package init() {}
}
