import RemoteAPI

/// DingTalk's refusal of a call.
package struct DingTalkRefusal: Hashable, Sendable {
  /// DingTalk's code; the inner one if a gateway wrapped it (`88` with a `sub_code`).
  package let code: String
  /// DingTalk's text; nil if it gave none.
  package let message: String?
  /// DingTalk's request id; nil if it gave none.
  package var requestID: String?
  /// The HTTP status of a server failure (5xx); nil for other statuses.
  ///
  /// A code beside such a status does not prove what was written before the failure.
  package var serverStatus: Int?

  /// The code and the text as one phrase of a sentence.
  var phrase: String {
    guard let message, !message.isEmpty else { return "code \(code.inOneLine(limit: 80))" }
    return "code \(code.inOneLine(limit: 80)), \(message.inOneLine(limit: 400))"
  }

  /// The same refusal with secrets replaced in the system's texts.
  func hiding(_ secrets: [Secret]) -> DingTalkRefusal {
    DingTalkRefusal(
      code: code.hiding(secrets),
      message: message?.hiding(secrets),
      requestID: requestID?.hiding(secrets),
      serverStatus: serverStatus
    )
  }
}
