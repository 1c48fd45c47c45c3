import VerbatimJSON

/// A refusal of DingTalk.
struct SandboxRefusal: Error, Hashable {
  let code: Int
  let text: String

  init(_ code: Int, _ text: String) {
    self.code = code
    self.text = text
  }

  static let badParameter = SandboxRefusal(400_002, "参数错误")
  static let systemError = SandboxRefusal(400_001, "系统错误")
  static let noPermission = SandboxRefusal(400_020, "无访问权限")
  static let emptyBody = SandboxRefusal(40035, "不合法的参数")
  static let wrongSecret = SandboxRefusal(40089, "不合法的corpid或corpsecret,或者不合法的appkey或appsecret")
  static let wantsPost = SandboxRefusal(43002, "需要POST请求")
  static let wantsGet = SandboxRefusal(43001, "需要GET请求")
  static let busy = SandboxRefusal(-1, "系统繁忙")
  static let quota = SandboxRefusal(90020, "企业调用该API的月度额度已用尽")

  /// The refusal of a user who fails a whole call.
  static func user(_ code: Int) -> SandboxRefusal {
    switch code {
    case 33012: SandboxRefusal(code, "无效的USERID")
    case 400_001: systemError
    case 400_002: badParameter
    case 400_023: SandboxRefusal(code, "用户不存在")
    case 50002: SandboxRefusal(code, "企业中的员工不在授权范围内")
    case 60121: SandboxRefusal(code, "找不到该用户")
    default: SandboxRefusal(code, "调用失败")
    }
  }
}
