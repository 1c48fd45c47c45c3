package import Roster

/// The alerts that are open: what the decider keeps between two moments, and after a restart.
package struct OpenAlerts: Hashable, Codable, Sendable {
  struct Open: Hashable, Codable, Sendable {
    /// When it was opened, in milliseconds since 1970.
    let since: Int64
    /// When it was last said, in milliseconds since 1970.
    var said: Int64
    /// The operation that was named.
    var operation: Int64?
  }

  var open: [AlertKind: Open]

  /// No alert is open.
  package init() { open = [:] }

  /// The kinds of which an alert is open, with the time since when.
  package var since: [AlertKind: Instant] {
    open.mapValues { Instant(milliseconds: $0.since) }
  }
}
