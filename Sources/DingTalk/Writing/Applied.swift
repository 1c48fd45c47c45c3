import RemoteAPI

extension DingTalkError {
  /// Whether a call that writes may have been applied although it ended in this error.
  ///
  /// A refusal with a code says that it was not; so does a firewall's page. Where DingTalk failed
  /// while it worked, or nobody heard its answer, it may have been.
  public var mayHaveBeenApplied: Bool {
    switch self {
    case .credentialsRefused, .tokenRefused, .throttled, .busy, .quotaSpent, .permissionDenied,
      .refused, .banned, .cancelled, .invalidQuestion:
      false
    case .serverFailed, .malformed: true
    case .unanswered(let error, _, _): error.mayHaveBeenApplied
    }
  }
}
