import RemoteAPI
import VerbatimJSON

extension DingTalkError {
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

  /// The error for a code: `code` is the outer one, the refusal has the inner one.
  init(ofCode code: String, refusal: DingTalkRefusal, in attempt: DingTalkAttempt) {
    let (api, attempts, inner) = (attempt.api, attempt.number, refusal.code)
    if code == "-1" || DingTalkRefusal.isPassingFault(inner) {
      self = .busy(refusal, api: api, attempts: attempts)
    } else if DingTalkError.tokenCodes.contains(inner), attempt.call.needsToken {
      self = .tokenRefused(refusal, api: api)
    } else if DingTalkError.tokenCodes.contains(inner)
      || DingTalkError.credentialCodes.contains(inner)
    {
      // A call without a token can only have been refused because of its contents.
      self = .credentialsRefused(refusal, api: api)
    } else if DingTalkError.throttleCodes.contains(inner) {
      self = .throttled(refusal, api: api, attempts: attempts)
    } else if DingTalkError.quotaCodes.contains(inner) {
      self = .quotaSpent(refusal, api: api)
    } else if DingTalkError.permissionCodes.contains(inner) {
      self = .permissionDenied(refusal, api: api)
    } else if code == "88", !DingTalkError.codesOfOneUser.contains(inner) {
      // The gateway's 88 is about authorisation, unless the inner code is known to be about
      // something else.
      self = .permissionDenied(refusal, api: api)
    } else {
      self = .refused(refusal, api: api)
    }
  }
}

extension DingTalkRefusal {
  /// Whether an inner code reports a failure behind the gateway, which is temporary (`isp.…`;
  /// `isv.…` is the caller's fault).
  ///
  /// The newer family has single words for its own failures.
  static func isPassingFault(_ code: String) -> Bool {
    code.hasPrefix("isp.") || code == "systemError"
  }

  /// The code of a response: `errcode`, or the newer family's `code`; nil if there is neither.
  static func code(in json: JSON) -> String? {
    json["errcode"].flatMap(codeText) ?? (json["errcode"] == nil ? json["code"]?.text : nil)
  }

  /// The refusal that a response with a code states.
  init(of json: JSON, code: String, serverStatus: Int? = nil) {
    let message = json["errmsg"]?.text ?? json["message"]?.text
    let inner = json["sub_code"].flatMap(Self.codeText) ?? message.flatMap(Self.subcode)
    // The gateway puts inner codes into its own 88, and temporary failures behind it into any code.
    let isWrapped = code == "88" || inner.map(Self.isPassingFault) == true
    self.init(
      code: isWrapped ? inner ?? code : code,
      message: isWrapped ? json["sub_msg"]?.text ?? message : message,
      requestID: json["request_id"]?.text ?? json["requestid"]?.text,
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
