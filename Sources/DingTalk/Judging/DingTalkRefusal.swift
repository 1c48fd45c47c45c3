import RemoteAPI

/// What DingTalk said when it refused a call.
package struct DingTalkRefusal: Hashable, Sendable {
  /// DingTalk's code; the inner one where a gateway wrapped it (`88` with a `sub_code`).
  package let code: String
  /// DingTalk's text, where it gave one.
  package let message: String?
  /// DingTalk's id of the call, where it gave one.
  package let requestID: String?
  /// The HTTP status where it says that the server failed (5xx); nil where it does not.
  ///
  /// A code beside such a status proves nothing of what was written before the server failed.
  package let serverStatus: Int?

  package init(
    code: String,
    message: String?,
    requestID: String? = nil,
    serverStatus: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.requestID = requestID
    self.serverStatus = serverStatus
  }

  /// The code and the text as one phrase of a sentence.
  var phrase: String {
    guard let message, !message.isEmpty else { return "code \(code.inOneLine(limit: 80))" }
    return "code \(code.inOneLine(limit: 80)), \(message.inOneLine(limit: 400))"
  }

  /// The refusal with secrets replaced in what the system said.
  func hiding(_ secrets: [Secret]) -> DingTalkRefusal {
    DingTalkRefusal(
      code: code.hiding(secrets),
      message: message?.hiding(secrets),
      requestID: requestID?.hiding(secrets),
      serverStatus: serverStatus
    )
  }
}
