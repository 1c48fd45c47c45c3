import RemoteAPI
package import Roster

extension DingTalkError {
  package var errorCode: ErrorCode {
    switch self {
    case .credentialsRefused: ErrorCode("dingtalkCredentialsRefused", .noPermission)
    case .tokenRefused: ErrorCode("dingtalkTokenRefused", .noPermission)
    case .throttled: ErrorCode("dingtalkThrottled", .tryLater)
    case .busy: ErrorCode("dingtalkBusy", .tryLater)
    case .quotaSpent: ErrorCode("dingtalkQuotaSpent", .unavailable)
    case .permissionDenied: ErrorCode("dingtalkPermissionDenied", .noPermission)
    case .refused: ErrorCode("dingtalkRefused", .badData)
    case .banned: ErrorCode("dingtalkBanned", .unavailable)
    case .serverFailed: ErrorCode("dingtalkServerFailed", .unavailable)
    case .malformed: ErrorCode("dingtalkMalformedResponse", .badData)
    case .unanswered: ErrorCode("dingtalkUnreachable", .unavailable)
    case .cancelled: ErrorCode("dingtalkCallCancelled", .interrupted)
    case .invalidQuestion: ErrorCode("dingtalkInvalidQuestion", .software)
    }
  }

  package var message: String {
    switch self {
    case .credentialsRefused(let refusal, let api):
      "DingTalk refused the app's key and secret at \(api) (\(refusal.phrase)). "
        + "Compare both with the app's page in the developer console."
    case .tokenRefused(let refusal, let api):
      "DingTalk refused the access token at \(api), and a renewed one too (\(refusal.phrase)). "
        + "Check that nothing else disables the app or resets its secret."
    case .throttled(let refusal, let api, let attempts):
      "DingTalk still refuses \(api) for too many calls after \(counted(attempts)) "
        + "(\(refusal.phrase)). Try again later, or lower the calls per second."
    case .busy(let refusal, let api, let attempts):
      "DingTalk was busy at \(api) after \(counted(attempts)) (\(refusal.phrase)). Try again later."
    case .quotaSpent(let refusal, let api):
      "The company's monthly quota of DingTalk calls is spent, so \(api) is refused "
        + "(\(refusal.phrase)). Wait for the next month or extend the quota."
    case .permissionDenied(let refusal, let api):
      "DingTalk denies this app \(api) (\(refusal.phrase)). Give the app the permission, the "
        + "scope or the permitted address that the text names, then try again."
    case .refused(let refusal, let api):
      "DingTalk refused \(api) (\(refusal.phrase)). Look the code up in DingTalk's error codes."
    default: messageWithoutRefusal
    }
  }

  private var messageWithoutRefusal: String {
    switch self {
    case .banned(let api, let excerpt):
      "A firewall responded to \(api) in DingTalk's place: \"\(excerpt)\". Wait at least five minutes "
        + "before the next call, and check the address."
    case .serverFailed(let status, let api, let attempts, let excerpt):
      "DingTalk failed at \(api) with HTTP status \(status) after \(counted(attempts))"
        + (excerpt.isEmpty ? "" : ": \"\(excerpt)\"") + ". Try again later."
    case .malformed(let api, let path, let problem):
      "DingTalk's response to \(api) is malformed: \(path.isEmpty ? "it" : path) \(problem). "
        + "Nothing of it was used; if it stays so, report it to DingTalk."
    case .unanswered(let error, let api, let attempts):
      "DingTalk did not respond to \(api) after \(counted(attempts)): \(error.message)"
    case .cancelled(let api): "The call of \(api) was cancelled."
    case .invalidQuestion(let api, let problem):
      "A question to \(api) cannot be put, since \(problem). Nothing was sent."
    default: name
    }
  }

  private func counted(_ attempts: Int) -> String {
    attempts == 1 ? "one attempt" : "\(attempts) attempts"
  }
}
