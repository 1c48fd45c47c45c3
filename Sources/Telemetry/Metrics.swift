import Synchronization

/// The values of metrics, for many threads.
package final class Metrics: Sendable {
  private struct Series {
    var value = 0.0
    /// The number of observations up to each bound.
    var buckets: [Double] = []
    var count = 0.0
  }

  private struct Family {
    let metric: Metric
    /// By the written labels.
    var series: [String: Series] = [:]
  }

  private struct State {
    var families: [Family] = []
    var places: [Metric: Int] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Adds to a counter.
  package func add(_ amount: Double = 1, to metric: Metric, _ labels: MetricLabels = [:]) {
    change(metric, labels) { $0.value += amount }
  }

  /// Sets a gauge, or a counter that is counted elsewhere.
  package func set(_ metric: Metric, _ value: Double, _ labels: MetricLabels = [:]) {
    change(metric, labels) { $0.value = value }
  }

  /// Observes a value of a histogram.
  package func observe(_ value: Double, in metric: Metric, _ labels: MetricLabels = [:]) {
    guard case .histogram(let bounds) = metric.kind else { return }
    change(metric, labels) { series in
      if series.buckets.isEmpty { series.buckets = Array(repeating: 0, count: bounds.count) }
      for (index, bound) in bounds.enumerated() where value <= bound { series.buckets[index] += 1 }
      series.value += value
      series.count += 1
    }
  }

  private func change(
    _ metric: Metric,
    _ labels: MetricLabels,
    _ body: (inout Series) -> Void
  ) {
    let written = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    state.withLock { state in
      let place: Int
      if let known = state.places[metric] {
        place = known
      } else {
        place = state.families.count
        state.families.append(Family(metric: metric))
        state.places[metric] = place
      }
      body(&state.families[place].series[written, default: Series()])
    }
  }

  /// All values in Prometheus' text format.
  package var text: String {
    let families = state.withLock { $0.families }
    return families.sorted { $0.metric.name < $1.metric.name }.map(Self.text).joined()
  }

  private static func text(_ family: Family) -> String {
    let metric = family.metric
    var lines = ["# HELP \(metric.name) \(metric.help)"]
    let series = family.series.sorted { $0.key < $1.key }
    switch metric.kind {
    case .counter, .gauge:
      lines.append("# TYPE \(metric.name) \(metric.kind == .counter ? "counter" : "gauge")")
      lines += series.map { "\(metric.name)\(braces($0.key)) \(number($0.value.value))" }
    case .histogram(let bounds):
      lines.append("# TYPE \(metric.name) histogram")
      for (labels, values) in series {
        let comma = labels.isEmpty ? "" : ","
        for (bound, count) in zip(bounds, values.buckets) {
          lines.append(
            "\(metric.name)_bucket{\(labels)\(comma)le=\"\(number(bound))\"} \(number(count))"
          )
        }
        lines.append("\(metric.name)_bucket{\(labels)\(comma)le=\"+Inf\"} \(number(values.count))")
        lines.append("\(metric.name)_sum\(braces(labels)) \(number(values.value))")
        lines.append("\(metric.name)_count\(braces(labels)) \(number(values.count))")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
