package import RemoteAPI
package import Roster

/// Why a call to Maycur got no response, or why its response cannot be used.
package enum MaycurError: UserFacingError, Hashable {
  /// The app's code or secret is wrong, or its log-ins are blocked.
  case credentialsRefused(MaycurRefusal)
  /// A token was refused, and a new one as well.
  case tokenRefused(MaycurRefusal, api: MaycurAPI)
  /// Maycur refused the call as too frequent, in every attempt.
  case throttled(MaycurRefusal, api: MaycurAPI, attempts: Int)
  /// Maycur refused a question.
  case refused(MaycurRefusal, api: MaycurAPI)
  /// The HTTP status is not success.
  case failed(status: Int, api: MaycurAPI, attempts: Int, excerpt: String)
  /// The response has the wrong form; `path` says where in it.
  case malformed(api: MaycurAPI, path: String, problem: String)
  /// There was no response.
  case unanswered(TransportError, api: MaycurAPI, attempts: Int)
  /// The caller was cancelled.
  case cancelled(api: MaycurAPI, mayHaveBeenApplied: Bool)
  /// A log-in returned another company than the one before.
  case companyChanged(from: Verbatim, to: Verbatim)
  /// The rows cannot be sent together; nothing was sent.
  case invalidBatch([BatchProblem])
  /// The request is invalid; nothing was sent.
  case invalidQuestion(problem: String)
}

extension MaycurError {
  /// Whether the rows may have been saved, so that their result is uncertain.
  ///
  /// False for every call that only reads. Without HTTP 401, a refused token is recognised by the
  /// text only, which proves nothing.
  package var mayHaveBeenApplied: Bool {
    switch self {
    case .credentialsRefused, .throttled, .refused, .companyChanged, .invalidBatch,
      .invalidQuestion:
      false
    case .tokenRefused(let refusal, let api): api.writes && refusal.code == "NACK"
    case .failed(let status, let api, _, _): api.writes && !MaycurJudge.precedesApplying(status)
    case .malformed(let api, _, _): api.writes
    case .unanswered(let error, let api, _): api.writes && error.mayHaveBeenApplied
    case .cancelled(_, let mayHaveBeenApplied): mayHaveBeenApplied
    }
  }

  /// Maycur's code, or the HTTP status; nil if there was none.
  package var code: String? {
    if case .failed(let status, _, _, _) = self { return "HTTP \(status)" }
    return refusal?.code
  }

  /// Maycur's text, without secrets; nil if it gave none.
  package var systemMessage: String? {
    if case .failed(_, _, _, let excerpt) = self { return excerpt.isEmpty ? nil : excerpt }
    return refusal.flatMap { $0.message.isEmpty ? nil : $0.message }
  }

  private var refusal: MaycurRefusal? {
    switch self {
    case .credentialsRefused(let refusal), .tokenRefused(let refusal, _),
      .throttled(let refusal, _, _), .refused(let refusal, _):
      refusal
    default: nil
    }
  }
}
