import ArgumentParser
import Tables

/// A duration on the command line: `30s`, `5m`, `2h`, `1d`, `500ms`.
struct OperationSpan: ExpressibleByArgument, Sendable {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  /// The forms, for an error message.
  static let forms = "a span is 500ms, 30s, 5m, 2h or 1d"

  init?(argument: String) {
    guard let duration = Times.duration(of: argument) else { return nil }
    self.duration = duration
  }

  var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
