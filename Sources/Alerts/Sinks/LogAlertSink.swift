package import Logging

/// Says alerts in the log of the process.
package struct LogAlertSink: AlertSink {
  private let log: Logger

  package init(log: Logger) { self.log = log }

  package var name: String { "log" }

  package func send(_ digest: AlertDigest) async throws(AlertFailure) {
    for notice in digest.notices {
      log.log(
        level: notice.change == .closed ? .notice : .warning,
        "\(notice.line)",
        metadata: ["alert": "\(notice.kind.rawValue)", "change": "\(notice.change.rawValue)"]
      )
    }
  }
}
