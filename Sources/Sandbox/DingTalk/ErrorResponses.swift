import VerbatimJSON

extension SimulatedResponse {
  /// A refusal of the old API: HTTP 200 with an `errcode`.
  static func refusal(_ refusal: SandboxRefusal, requestID: String, success: Bool? = false)
    -> SimulatedResponse
  {
    var members: [JSON.Member] = []
    if let success { members.append(.init(key: "success", value: .bool(success))) }
    members += [
      .init(key: "errcode", value: .integer(refusal.code)),
      .init(key: "errmsg", value: .string(refusal.text)),
      .init(key: "request_id", value: .string(requestID)),
    ]
    return SimulatedResponse(body: JSON.object(members).bytes, code: refusal.code)
  }

  /// A refusal in the gateway's wrapping: errcode 88, the real code in `sub_code`.
  static func wrapped(_ refusal: SandboxRefusal, requestID: String) -> SimulatedResponse {
    let body: JSON = [
      "errcode": 88,
      "sub_code": .string(String(refusal.code)),
      "sub_msg": .string(refusal.text),
      "errmsg": .string("ding talk error[subcode=\(refusal.code),submsg=\(refusal.text)]"),
      "request_id": .string(requestID),
    ]
    return SimulatedResponse(body: body.bytes, code: 88)
  }

  /// The gateway's text under the real code.
  static func subcode(_ refusal: SandboxRefusal, requestID: String) -> SimulatedResponse {
    let body: JSON = [
      "errcode": .integer(refusal.code),
      "errmsg": .string("ding talk error[subcode=\(refusal.code),submsg=\(refusal.text)]"),
      "request_id": .string(requestID),
    ]
    return SimulatedResponse(body: body.bytes, code: refusal.code)
  }

  /// A fault of the gateway itself: errcode 15, and the failed part in `sub_code`.
  static func ofGateway(_ code: String, requestID: String) -> SimulatedResponse {
    let body: JSON = [
      "errcode": 15, "sub_code": .string(code), "errmsg": "Remote service error",
      "sub_msg": .string("isp error"), "request_id": .string(requestID),
    ]
    return SimulatedResponse(body: body.bytes, code: 15)
  }

  static let internalError = SimulatedResponse(
    status: 500,
    contentType: "text/plain",
    body: Array("Internal Server Error".utf8)
  )

  static let banPage = SimulatedResponse(
    contentType: "text/html;charset=utf-8",
    body: Array(
      """
      <!doctype html><html><head><meta charset="utf-8"><title>访问被拒绝</title></head>
      <body><h1>访问被拒绝</h1><p>您的访问过于频繁，请稍后再试。</p></body></html>
      """.utf8
    )
  )

  static let banObject = SimulatedResponse(
    body: Array(
      #"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"9f3c0c5e"}"#.utf8
    )
  )
}
