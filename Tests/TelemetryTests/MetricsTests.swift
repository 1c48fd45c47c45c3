import Telemetry
import Testing

/// The text that Prometheus reads.
@Suite struct MetricsTests {
  @Test func `counters, gauges and histograms are written with their kinds`() {
    let metrics = Metrics()
    let requests = Metric("rollbook_http_requests_total", .counter, "Requests answered.")
    let seconds = Metric("rollbook_http_seconds", .histogram([0.01, 1]), "Time of a response.")
    metrics.add(to: requests, ["route": "listPeople", "status": "200"])
    metrics.add(2, to: requests, ["route": "listPeople", "status": "200"])
    metrics.set(Metric("rollbook_ledger_bytes", .gauge, "Size."), 4096)
    metrics.observe(0.005, in: seconds, ["route": "a"])
    metrics.observe(0.5, in: seconds, ["route": "a"])
    metrics.observe(5, in: seconds, ["route": "a"])
    #expect(
      metrics.text == """
        # HELP rollbook_http_requests_total Requests answered.
        # TYPE rollbook_http_requests_total counter
        rollbook_http_requests_total{route="listPeople",status="200"} 3
        # HELP rollbook_http_seconds Time of a response.
        # TYPE rollbook_http_seconds histogram
        rollbook_http_seconds_bucket{route="a",le="0.01"} 1
        rollbook_http_seconds_bucket{route="a",le="1"} 2
        rollbook_http_seconds_bucket{route="a",le="+Inf"} 3
        rollbook_http_seconds_sum{route="a"} 5.505
        rollbook_http_seconds_count{route="a"} 3
        # HELP rollbook_ledger_bytes Size.
        # TYPE rollbook_ledger_bytes gauge
        rollbook_ledger_bytes 4096

        """
    )
  }

  @Test func `a label's quotes, backslashes and line ends are escaped scalar by scalar`() {
    let metrics = Metrics()
    metrics.set(Metric("a", .gauge, "A."), 1, ["x": "\"\u{301}\\\r\n"])
    #expect(metrics.text.hasSuffix("a{x=\"\\\"\u{301}\\\\\r\\n\"} 1\n"))
  }
}
