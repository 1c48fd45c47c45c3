import RemoteAPI
import VerbatimJSON

/// What to do after an attempt at a call, as a value.
enum DingTalkNextStep: Equatable {
  case succeed(ResponseContent)
  case wait(Duration, RetryPolicy.Cause)
  case fail(DingTalkError)

  /// Decides.
  init(
    after judgement: DingTalkJudgement,
    of call: DingTalkCall,
    attempt: Int,
    policy: RetryPolicy,
    random: Double
  ) {
    if case .success(let content) = judgement {
      self = .succeed(content)
    } else if let cause = DingTalkNextStep.cause(of: judgement, call),
      let wait = policy.wait(after: cause, attempt: attempt, random: random)
    {
      self = .wait(wait, cause)
    } else {
      self = .fail(DingTalkNextStep.error(of: judgement, call, attempts: attempt))
    }
  }

  /// Why it may be worth repeating the call; nil where it is not, or might do harm.
  private static func cause(of judgement: DingTalkJudgement, _ call: DingTalkCall) -> RetryPolicy
    .Cause?
  {
    guard call.isRepeatable else { return nil }
    switch judgement {
    case .throttled: return .throttled
    case .busy: return .busy
    case .serverFailed: return .serverFailed
    case .unanswered(let error):
      switch error {
      case .badURL, .tooLarge, .cancelled, .shutDown: return nil
      case .connectionFailed, .connectionLost, .timedOut: return .transport
      }
    default: return nil
    }
  }

  private static func error(
    of judgement: DingTalkJudgement,
    _ call: DingTalkCall,
    attempts: Int
  ) -> DingTalkError {
    let api = call.api
    switch judgement {
    case .success: return .malformed(api: api, path: "", problem: "is not understood")
    case .tokenRefused(let refusal):
      // A call without a token can only have been refused for what it is made of.
      return call.needsToken
        ? .tokenRefused(refusal, api: api) : .credentialsRefused(refusal, api: api)
    case .credentialsRefused(let refusal): return .credentialsRefused(refusal, api: api)
    case .throttled(let refusal):
      return .throttled(refusal, api: api, attempts: attempts)
    case .busy(let refusal): return .busy(refusal, api: api, attempts: attempts)
    case .quotaSpent(let refusal): return .quotaSpent(refusal, api: api)
    case .permissionDenied(let refusal): return .permissionDenied(refusal, api: api)
    case .refused(let refusal): return .refused(refusal, api: api)
    case .banned(let excerpt): return .banned(api: api, excerpt: excerpt)
    case .serverFailed(let status, let excerpt):
      return .serverFailed(status: status, api: api, attempts: attempts, excerpt: excerpt)
    case .malformed(let malformed):
      return .malformed(api: api, path: malformed.path, problem: malformed.problem)
    case .unanswered(.cancelled) where call.isRepeatable: return .cancelled(api: api)
    case .unanswered(let error):
      return .unanswered(error, api: api, attempts: attempts)
    }
  }
}
