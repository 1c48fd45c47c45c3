import Foundation
import Ledger
import LedgerHistory
import Roster
import Telemetry
import WebServer

/// What the service measures, and whether it is well.
struct ServiceMetrics: Sendable {
  private static let requests = Metric(
    "rollbook_http_requests_total",
    .counter,
    "Requests that were answered."
  )
  private static let seconds = Metric(
    "rollbook_http_seconds",
    .histogram([0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
    "The time from the head of a request to the head of its response."
  )
  private static let calls = Metric(
    "rollbook_upstream_calls_total",
    .counter,
    "Calls of DingTalk and Maycur, by the class of the status or the name of the error."
  )
  private static let callSeconds = Metric(
    "rollbook_upstream_seconds",
    .histogram([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]),
    "The time from a call of a system to its whole response."
  )
  private static let build = Metric("rollbook_build_info", .gauge, "The version of the program.")
  private static let entries = Metric("rollbook_entries_total", .counter, "Entries of the log.")
  private static let users = Metric("rollbook_users", .gauge, "Users that the ledger knows.")
  private static let bytes = Metric("rollbook_ledger_bytes", .gauge, "The size of the ledger.")
  private static let free = Metric(
    "rollbook_disk_free_bytes",
    .gauge,
    "The free space beside the ledger."
  )
  private static let fetchAge = Metric(
    "rollbook_last_fetch_age_seconds",
    .gauge,
    "The time since the last finished fetch ended."
  )
  private static let operations = Metric(
    "rollbook_operations_total",
    .counter,
    "Operations in the log."
  )
  private static let running = Metric("rollbook_operation_running", .gauge, "Operations under way.")
  private static let uncertain = Metric(
    "rollbook_rows_uncertain",
    .gauge,
    "Rows of batches whose outcome is not known."
  )
  private static let headAge = Metric(
    "rollbook_head_unsigned_entries",
    .gauge,
    "Entries that no signed head covers yet."
  )

  let metrics = Metrics()
  let kept: KeptLedger
  let timekeeper: any Timekeeper

  init(_ kept: KeptLedger, _ timekeeper: any Timekeeper) {
    self.kept = kept
    self.timekeeper = timekeeper
    metrics.set(Self.build, 1, ["version": Version.text])
  }

  /// Counts a response.
  func answered(_ route: String, _ method: String, _ status: Int, _ time: Duration) {
    metrics.add(to: Self.requests, ["route": route, "method": method, "status": String(status)])
    metrics.observe(time.inSeconds, in: Self.seconds, ["route": route])
  }

  /// Counts a call of a system.
  func called(_ system: System, _ outcome: String, _ time: Duration) {
    metrics.add(to: Self.calls, ["system": system.rawValue, "outcome": outcome])
    metrics.observe(time.inSeconds, in: Self.callSeconds, ["system": system.rawValue])
  }

  /// Answers `/metrics`, `/healthz` and `/readyz`.
  func respond(to request: WebRequest) throws -> WebResponse {
    switch request.path {
    case ["metrics"]:
      try read()
      let type = "text/plain; version=0.0.4; charset=utf-8"
      return WebResponse(type: type, body: .bytes(Array(metrics.text.utf8)))
    case ["healthz"]: return WebResponse(type: "text/plain", body: .bytes(Array("ok\n".utf8)))
    case ["readyz"]:
      guard let reason = unreadiness() else {
        return WebResponse(type: "text/plain", body: .bytes(Array("ready\n".utf8)))
      }
      return WebResponse(503, type: "text/plain", body: .bytes(Array("\(reason)\n".utf8)))
    default: throw Problem(404, "noSuchResource", "Here are /metrics, /healthz and /readyz.")
    }
  }

  /// Why the service cannot do its work; nil if it can.
  private func unreadiness() -> String? {
    do { _ = try kept.ledger.statistics() } catch { return Failure(error).message }
    guard let free = DiskSpace.free(beside: kept.ledger.path), free >= 64 << 20 else {
      return "There are less than 64 MB free beside the ledger."
    }
    return nil
  }

  private func read() throws {
    try kept.ledger.inOneState { ledger in
      let statistics = try ledger.statistics()
      metrics.set(Self.entries, Double(statistics.entries))
      metrics.set(Self.users, Double(statistics.users))
      metrics.set(Self.bytes, Double(statistics.bytes))
      let status = try ledger.status()
      if let ended = status.lastFetchEnded {
        let age = max(.zero, timekeeper.now() - ended)
        metrics.set(Self.fetchAge, Double(age.inMilliseconds) / 1000, ["system": "dingtalk"])
      }
      for (kind, statuses) in try ledger.operationCounts() {
        metrics.set(Self.running, Double(statuses[.running] ?? 0), ["kind": kind.rawValue])
        for (status, count) in statuses where status != .running {
          metrics.set(
            Self.operations,
            Double(count),
            ["kind": kind.rawValue, "status": status.rawValue]
          )
        }
      }
      let rows = try ledger.uncertainBatches().reduce(0) { $0 + $1.counts.uncertain }
      metrics.set(Self.uncertain, Double(rows))
      metrics.set(
        Self.headAge,
        Double(try ledger.lastCheckpoint()?.entriesSince ?? statistics.entries)
      )
    }
    if let free = DiskSpace.free(beside: kept.ledger.path) { metrics.set(Self.free, Double(free)) }
  }
}
