import Crypto
import Foundation
package import RemoteAPI
package import Roster
import VerbatimJSON

/// Says alerts in a DingTalk group by its robot, as Markdown.
///
/// DingTalk takes 20 messages a minute of a robot, and none for ten minutes after more. A message
/// with the same `msgUuid` is shown once.
package struct RobotAlertSink: AlertSink {
  /// DingTalk's own address of robots.
  package static let defaultURL = "https://oapi.dingtalk.com/robot/send"

  private static let tooManyCode: Int64 = 130_101

  private let url: String
  private let token: Secret
  private let key: Secret?
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private let link: AlertLink
  private let title: @Sendable (Int) -> String
  private let line: @Sendable (AlertNotice) -> String

  /// Creates a sink.
  ///
  /// - Parameters:
  ///   - url: The address of robots, without a query.
  ///   - token: The robot's access token.
  ///   - key: The secret with which messages are signed (`SEC…`); nil if the robot asks for none.
  ///   - transport: The transport; the caller shuts it down.
  ///   - timekeeper: The clock of the signature.
  ///   - link: The link of an alert.
  ///   - title: The title of a message, by the number of its alerts. A robot may be set to take only messages that
  ///     have a word, such as `Rollbook`.
  ///   - line: What is said of an alert.
  package init(
    url: String = RobotAlertSink.defaultURL,
    token: Secret,
    key: Secret?,
    transport: any Transport,
    timekeeper: any Timekeeper,
    link: @escaping AlertLink,
    title: @escaping @Sendable (Int) -> String = { "Rollbook: \($0.counted("alert"))" },
    line: @escaping @Sendable (AlertNotice) -> String = \.line
  ) {
    (self.url, self.token, self.key) = (url, token, key)
    (self.transport, self.timekeeper, self.link) = (transport, timekeeper, link)
    (self.title, self.line) = (title, line)
  }

  package var name: String { "group robot" }

  package func send(_ digest: AlertDigest) async throws(AlertFailure) {
    let lines = digest.notices.map { notice in
      "- " + line(notice) + (link(notice).map { " [More](\($0))" } ?? "")
    }
    let title = title(digest.notices.count)
    let body: JSON = [
      "msgtype": "markdown",
      "markdown": [
        "title": .string(title),
        "text": .string((["#### " + title] + lines).joined(separator: "\n")),
      ],
      "msgUuid": .string(digest.id),
    ]
    let response = try await transport.post(body, to: signed(at: timekeeper.now()), for: name)
    if response.status == 429 { throw .throttled(sink: name) }
    guard 200...299 ~= response.status else {
      throw .refused(sink: name, code: "\(response.status)")
    }
    // A refusal has the status 200, too.
    let code = (try? JSON(parsing: response.body))?["errcode"]?.integer
    if code == Self.tooManyCode { throw .throttled(sink: name) }
    guard code == 0 else { throw .refused(sink: name, code: code.map { "\($0)" } ?? "none") }
  }

  /// The address with token, time and signature: HMAC-SHA256 of time, line feed and secret.
  private func signed(at now: Instant) -> String {
    let address = url + "?access_token=" + PercentEncoding.text(token.revealed)
    guard let key else { return address }
    let text = "\(now.milliseconds)\n\(key.revealed)"
    let code = HMAC<SHA256>.authenticationCode(
      for: Array(text.utf8),
      using: SymmetricKey(data: Array(key.revealed.utf8))
    )
    let signature = PercentEncoding.text(Data(code).base64EncodedString())
    return address + "&timestamp=\(now.milliseconds)&sign=" + signature
  }
}
