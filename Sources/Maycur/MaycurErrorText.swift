import RemoteAPI
package import Roster

extension MaycurError {
  package var errorCode: ErrorCode {
    switch self {
    case .credentialsRefused: ErrorCode("maycurCredentialsRefused", .noPermission)
    case .tokenRefused: ErrorCode("maycurTokenRefused", .noPermission)
    case .throttled: ErrorCode("maycurThrottled", .tryLater)
    case .refused: ErrorCode("maycurRefused", .badData)
    case .failed: ErrorCode("maycurFailed", .unavailable)
    case .malformed: ErrorCode("maycurMalformedResponse", .badData)
    case .unanswered: ErrorCode("maycurUnreachable", .unavailable)
    case .cancelled: ErrorCode("maycurCallCancelled", .interrupted)
    case .companyChanged: ErrorCode("maycurCompanyChanged", .badData)
    case .invalidBatch: ErrorCode("maycurInvalidBatch", .badData)
    case .invalidQuestion: ErrorCode("maycurInvalidQuestion", .software)
    }
  }

  package var message: String {
    switch self {
    case .credentialsRefused(let refusal):
      "Maycur refused the app's code and secret (\(refusal.phrase)). Compare both with Maycur's "
        + "settings, and this machine's clock with the time; then wait some minutes before trying "
        + "again, since frequent log-ins are blocked."
    case .tokenRefused(let refusal, let api):
      "Maycur refused the token at \(api.rawValue), and a renewed one too (\(refusal.phrase)). "
        + "Check that nothing else logs in with this app; what was sent was not applied."
    case .throttled(let refusal, let api, let attempts):
      "Maycur still refuses \(api.rawValue) for too many calls after \(attempts.counted("attempt")) "
        + "(\(refusal.phrase)). Try again later, or lower the calls per second."
    case .refused(let refusal, let api):
      "Maycur refused \(api.rawValue) (\(refusal.phrase)). Correct what it names, then try again."
    case .companyChanged(let before, let after):
      "Maycur responded for company \(after.text.excerpt(40)), and before for "
        + "\(before.text.excerpt(40)). Check which company the app belongs to; nothing was sent."
    case .invalidBatch(let problems):
      "The rows cannot be sent to Maycur: "
        + problems.prefix(5).map(\.message).joined(separator: " ")
        + (problems.count > 5 ? " There are \(problems.count - 5) more problems." : "")
        + " Nothing was sent."
    case .invalidQuestion(let problem):
      "Maycur cannot be asked, since \(problem). Nothing was sent."
    default: messageAboutTheAnswer
    }
  }

  private var messageAboutTheAnswer: String {
    switch self {
    case .failed(let status, let api, let attempts, let excerpt):
      "Maycur answered \(api.rawValue) with HTTP status \(status) in \(attempts.counted("attempt"))"
        + (excerpt.isEmpty ? "" : ": \"\(excerpt)\"") + ". \(fate)"
    case .malformed(let api, let path, let problem):
      "Maycur's response to \(api.rawValue) is malformed: \(path.isEmpty ? "it" : path) \(problem). "
        + fate
    case .unanswered(let error, let api, let attempts):
      "Maycur did not respond to \(api.rawValue) in \(attempts.counted("attempt")): \(error.message) \(fate)"
    case .cancelled(let api, _): "The call of \(api.rawValue) was cancelled. \(fate)"
    default: name
    }
  }

  private var fate: String {
    mayHaveBeenApplied
      ? "What was sent may have been applied; settle its rows before sending them again."
      : "Nothing was changed; check the address and try again."
  }
}
