import VerbatimJSON

/// A refusal of the newer family: an HTTP status, and a document with a code in words.
struct NewerRefusal: Error, Hashable {
  let status: Int
  let code: String
  let text: String

  init(_ status: Int, _ code: String, _ text: String) {
    self.status = status
    self.code = code
    self.text = text
  }

  static let invalidParameter = NewerRefusal(400, "invalidParameter", "应用Id或者用户Id不正确")
  static let missingString = NewerRefusal(
    400,
    "MissingString",
    "String is mandatory for this action."
  )
  static let noPermission = NewerRefusal(400, "noPermission", "无访问权限")
  static let wrongSecret = NewerRefusal(400, "invalidClientIdOrSecret", "无效的clientId或者clientSecret")
  static let badToken = NewerRefusal(400, "InvalidAuthentication", "不合法的access_token")
  static let systemError = NewerRefusal(500, "systemError", "系统繁忙")
  static let notFound = NewerRefusal(
    404,
    "InvalidAction.NotFound",
    "Specified api is not found, please check your url and method."
  )
  static let throttled = NewerRefusal(
    403,
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
    "应用调用该接口的QPS超限"
  )
  static let quota = NewerRefusal(
    403,
    "Forbidden.AccessDenied.ApiCountLimitForOrg",
    "企业调用该API的月度额度已用尽"
  )
}

extension SimulatedResponse {
  /// A refusal in the newer API's form.
  static func newerRefusal(_ refusal: NewerRefusal, requestID: String) -> SimulatedResponse {
    let body: JSON = [
      "code": .string(refusal.code),
      "requestid": .string(requestID),
      "message": .string(refusal.text),
    ]
    return SimulatedResponse(
      status: refusal.status,
      contentType: "application/json; charset=utf-8",
      body: body.bytes,
      code: 1
    )
  }
}
