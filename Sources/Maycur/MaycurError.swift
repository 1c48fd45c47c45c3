package import RemoteAPI
package import Roster

/// Why Maycur did not answer a call, or why its answer cannot be used.
package enum MaycurError: UserFacingError, Hashable {
  /// The app's code or secret is wrong, or its log-ins are blocked.
  case credentialsRefused(MaycurRefusal)
  /// A token was refused, and a new one as well.
  case tokenRefused(MaycurRefusal, api: MaycurAPI)
  /// There were too many calls, however long we waited.
  case throttled(MaycurRefusal, api: MaycurAPI, attempts: Int)
  /// Maycur refused a question.
  case refused(MaycurRefusal, api: MaycurAPI)
  /// The HTTP status is not success.
  case failed(status: Int, api: MaycurAPI, attempts: Int, excerpt: String)
  /// The response is not what a response looks like; `path` says where within it.
  case malformed(api: MaycurAPI, path: String, problem: String)
  /// There was no response.
  case unanswered(TransportError, api: MaycurAPI, attempts: Int)
  /// The caller was cancelled.
  case cancelled(api: MaycurAPI, mayHaveBeenApplied: Bool)
  /// A log-in stated another company than the one before.
  case companyChanged(from: Verbatim, to: Verbatim)
  /// The rows cannot be sent together; nothing was sent.
  case invalidBatch([BatchProblem])
  /// The question cannot be put; nothing was sent.
  case invalidQuestion(problem: String)
}

extension MaycurError {
  /// Whether what was to be written may have been, so that the rows' fate is uncertain.
  ///
  /// False for every call that only asks. A refusal of the token that is no HTTP 401 is known by its
  /// words alone, which prove nothing.
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

  /// Maycur's code, or the HTTP status, where there was one.
  package var code: String? {
    if case .failed(let status, _, _, _) = self { return "HTTP \(status)" }
    return refusal?.code
  }

  /// Maycur's text, where it gave one, without secrets.
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
