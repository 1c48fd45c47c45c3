import ArgumentParser

/// A span of time on the command line: `30s`, `5m`, `2h`, `1d`, `500ms`.
package struct Span: ExpressibleByArgument, Sendable {
  package let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  package init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let units: [Substring: Int64] = [
      "ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
    guard let number = Int64(digits), let unit = units[argument.dropFirst(digits.count)] else {
      return nil
    }
    let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit)
    // A thousand years are enough, and keep sums of times in range.
    guard !overflow, milliseconds <= 31_557_600_000_000 else { return nil }
    duration = .milliseconds(milliseconds)
  }

  package var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
