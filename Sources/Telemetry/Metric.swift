/// A measured quantity: `Metric("rollbook_http_requests_total", .counter, "Requests answered.")`.
package struct Metric: Hashable, Sendable {
  /// How the values of a metric behave.
  package enum Kind: Hashable, Sendable {
    /// It only grows while the process runs.
    case counter
    /// It is what it is at the moment of the scrape.
    case gauge
    /// Counts observations by upper bounds, in the unit of the name.
    case histogram([Double])
  }

  package let name: String
  package let kind: Kind
  /// What is measured, in one line.
  package let help: String

  package init(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    self.kind = kind
    self.help = help
  }
}

/// Labels of a value, in the order in which they are written.
package typealias MetricLabels = KeyValuePairs<String, String>
