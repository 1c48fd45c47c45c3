import RemoteAPI

/// What is done after a judgement: the pure half of making a call.
enum MaycurNextStep: Equatable {
  /// The call is answered.
  case succeed(Envelope)
  /// The call is made again after a wait.
  case wait(Duration, RetryPolicy.Cause)
  /// The call is given up.
  case fail(MaycurError)

  /// Decides.
  ///
  /// A call that writes is made again only where it is certain that the last attempt did nothing.
  ///
  /// - Parameters:
  ///   - judgement: What became of the last attempt.
  ///   - api: The call.
  ///   - attempt: The number of that attempt, from 1.
  ///   - policy: When calls are made again.
  ///   - random: A number in [0, 1).
  init(
    after judgement: MaycurJudgement,
    of api: MaycurAPI,
    attempt: Int,
    policy: RetryPolicy,
    random: Double
  ) {
    let error: MaycurError
    switch judgement {
    case .answered(let envelope):
      self = .succeed(envelope)
      return
    case .tokenRefused(let refusal): error = .tokenRefused(refusal, api: api)
    case .credentialsRefused(let refusal): error = .credentialsRefused(refusal)
    case .throttled(let refusal): error = .throttled(refusal, api: api, attempts: attempt)
    case .failed(let status, let excerpt):
      error = .failed(status: status, api: api, attempts: attempt, excerpt: excerpt)
    case .malformed(let answer):
      error = .malformed(api: api, path: answer.path, problem: answer.problem)
    case .unanswered(.cancelled): error = .cancelled(api: api, mayHaveBeenApplied: api.writes)
    case .unanswered(let lost): error = .unanswered(lost, api: api, attempts: attempt)
    }
    if !error.mayHaveBeenApplied, let cause = MaycurNextStep.cause(of: judgement),
      let wait = policy.wait(after: cause, attempt: attempt, random: random)
    {
      self = .wait(wait, cause)
    } else {
      self = .fail(error)
    }
  }

  /// Why trying again may help; nil where it will not.
  private static func cause(of judgement: MaycurJudgement) -> RetryPolicy.Cause? {
    switch judgement {
    case .throttled: .throttled
    case .failed(let status, _): status >= 500 ? .serverFailed : nil
    case .unanswered(.connectionFailed), .unanswered(.connectionLost), .unanswered(.timedOut):
      .transport
    case .answered, .tokenRefused, .credentialsRefused, .malformed, .unanswered: nil
    }
  }
}
