import VerbatimJSON

/// A refusal of DingTalk.
struct Refusal: Error, Hashable {
  let code: Int
  let text: String

  init(_ code: Int, _ text: String) {
    self.code = code
    self.text = text
  }

  static let badParameter = Refusal(400_002, "参数错误")
  static let systemError = Refusal(400_001, "系统错误")
  static let noPermission = Refusal(400_020, "无访问权限")
  static let emptyBody = Refusal(40035, "不合法的参数")
  static let wrongSecret = Refusal(40089, "不合法的corpid或corpsecret,或者不合法的appkey或appsecret")
  static let wantsPost = Refusal(43002, "需要POST请求")
  static let wantsGet = Refusal(43001, "需要GET请求")
  static let busy = Refusal(-1, "系统繁忙")
  static let quota = Refusal(90020, "企业调用该API的月度额度已用尽")

  /// What is said of a user whose presence fails a whole call.
  static func user(_ code: Int) -> Refusal {
    switch code {
    case 33012: Refusal(code, "无效的USERID")
    case 400_001: systemError
    case 400_002: badParameter
    case 400_023: Refusal(code, "用户不存在")
    case 50002: Refusal(code, "企业中的员工不在授权范围内")
    case 60121: Refusal(code, "找不到该用户")
    default: Refusal(code, "调用失败")
    }
  }
}

extension Answer {
  /// A refusal as the old API answers it: HTTP 200 with an `errcode`.
  static func refusal(_ refusal: Refusal, requestID: String, success: Bool? = false) -> Answer {
    var members: [JSON.Member] = []
    if let success { members.append(.init(key: "success", value: .bool(success))) }
    members += [
      .init(key: "errcode", value: .integer(refusal.code)),
      .init(key: "errmsg", value: .string(refusal.text)),
      .init(key: "request_id", value: .string(requestID)),
    ]
    return Answer(body: JSON.object(members).bytes, code: refusal.code)
  }

  /// A refusal in the gateway's wrapping: errcode 88, the real code in `sub_code`.
  static func wrapped(_ refusal: Refusal, requestID: String) -> Answer {
    let body: JSON = [
      "errcode": 88,
      "sub_code": .string(String(refusal.code)),
      "sub_msg": .string(refusal.text),
      "errmsg": .string("ding talk error[subcode=\(refusal.code),submsg=\(refusal.text)]"),
      "request_id": .string(requestID),
    ]
    return Answer(body: body.bytes, code: 88)
  }

  /// The gateway's text under the real code.
  static func subcode(_ refusal: Refusal, requestID: String) -> Answer {
    let body: JSON = [
      "errcode": .integer(refusal.code),
      "errmsg": .string("ding talk error[subcode=\(refusal.code),submsg=\(refusal.text)]"),
      "request_id": .string(requestID),
    ]
    return Answer(body: body.bytes, code: refusal.code)
  }

  /// A fault of the gateway itself: errcode 15, and what failed in `sub_code`.
  static func ofGateway(_ code: String, requestID: String) -> Answer {
    let body: JSON = [
      "errcode": 15, "sub_code": .string(code), "errmsg": "Remote service error",
      "sub_msg": .string("isp error"), "request_id": .string(requestID),
    ]
    return Answer(body: body.bytes, code: 15)
  }

  static let internalError = Answer(
    status: 500,
    contentType: "text/plain",
    body: Array("Internal Server Error".utf8)
  )

  static let banPage = Answer(
    contentType: "text/html;charset=utf-8",
    body: Array(
      """
      <!doctype html><html><head><meta charset="utf-8"><title>访问被拒绝</title></head>
      <body><h1>访问被拒绝</h1><p>您的访问过于频繁，请稍后再试。</p></body></html>
      """.utf8
    )
  )

  static let banObject = Answer(
    body: Array(
      #"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"9f3c0c5e"}"#.utf8
    )
  )
}
