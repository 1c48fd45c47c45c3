import VerbatimJSON

extension DingTalkJudgement {
  /// Codes of a token that a new one may cure.
  private static let tokenCodes: Set = [
    "40001", "40014", "41001", "42001", "InvalidAuthentication",
  ]
  /// Codes of a wrong key or secret.
  private static let credentialCodes: Set = ["40089", "invalidClientIdOrSecret"]
  /// Codes of too many calls, by app and API, by API, and the older ones by address and company.
  private static let throttleCodes: Set = [
    "90018", "90002", "90001", "90003", "90004", "90005", "90006", "90007", "90008", "90009",
    "90010", "90011", "90012", "90013", "90014", "90017",
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "Forbidden.AccessDenied.QpsLimitForApi",
  ]
  /// Codes of a spent monthly quota.
  private static let quotaCodes: Set = ["90020", "Forbidden.AccessDenied.ApiCountLimitForOrg"]
  /// Codes of a missing permission, scope, or permitted address.
  private static let permissionCodes: Set = ["400020", "60011", "60020", "noPermission", "88"]

  /// What a code means: `code` is the outer one, the refusal has the inner one.
  init(ofCode code: String, refusal: DingTalkRefusal) {
    if code == "-1" || DingTalkJudgement.isPassingFault(refusal.code) {
      self = .busy(refusal)
    } else if DingTalkJudgement.tokenCodes.contains(refusal.code) {
      self = .tokenRefused(refusal)
    } else if DingTalkJudgement.credentialCodes.contains(refusal.code) {
      self = .credentialsRefused(refusal)
    } else if DingTalkJudgement.throttleCodes.contains(refusal.code) {
      self = .throttled(refusal)
    } else if DingTalkJudgement.quotaCodes.contains(refusal.code) {
      self = .quotaSpent(refusal)
    } else if DingTalkJudgement.permissionCodes.contains(refusal.code) {
      self = .permissionDenied(refusal)
    } else if code == "88", !DingTalkError.codesOfOneUser.contains(refusal.code) {
      // The gateway's 88 is about authorisation, unless what it wraps is known to be not.
      self = .permissionDenied(refusal)
    } else {
      self = .refused(refusal)
    }
  }

  /// Whether an inner code says that what is behind the gateway failed, which passes (`isp.…`,
  /// where `isv.…` is the caller's fault); the newer family calls its own faults so in one word.
  private static func isPassingFault(_ code: String) -> Bool {
    code.hasPrefix("isp.") || code == "systemError"
  }

  /// The code of a response: `errcode`, or the newer family's `code`; nil where there is neither.
  static func code(in json: JSON) -> String? {
    json["errcode"].flatMap(codeText) ?? (json["errcode"] == nil ? json["code"]?.text : nil)
  }

  /// The refusal that a response with a code states.
  static func refusal(of json: JSON, code: String, serverStatus: Int? = nil) -> DingTalkRefusal {
    let message = json["errmsg"]?.text ?? json["message"]?.text
    let requestID = json["request_id"]?.text ?? json["requestid"]?.text
    let inner = json["sub_code"].flatMap(codeText) ?? message.flatMap(subcode)
    // The gateway puts the code of what is behind it into its own 88, and its passing faults into any.
    guard code == "88" || inner.map(isPassingFault) == true else {
      return DingTalkRefusal(
        code: code,
        message: message,
        requestID: requestID,
        serverStatus: serverStatus
      )
    }
    return DingTalkRefusal(
      code: inner ?? code,
      message: json["sub_msg"]?.text ?? message,
      requestID: requestID,
      serverStatus: serverStatus
    )
  }

  private static func codeText(_ json: JSON) -> String? {
    switch json {
    case .string(let text) where !text.isEmpty: text
    case .number(let digits): digits
    default: nil
    }
  }

  /// The code in `ding talk error[subcode=40014,submsg=…]`, with or without the brackets.
  private static func subcode(of message: String) -> String? {
    guard let start = message.firstRange(of: "subcode=")?.upperBound else { return nil }
    let code = message[start...].prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
    }
    return code.isEmpty ? nil : String(code)
  }
}
