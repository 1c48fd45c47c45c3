/// Where a service listens.
struct ServiceOptions: Sendable {
  var listen: String?
  var socket: String?
  var metrics: String?
  /// How long to wait for a process that writes.
  var wait: Duration
}
