package import Roster

/// Knows one system's calls: how a request is made of them, and what a response means.
///
/// All of it is pure, so that a table of responses can test it.
package protocol APIJudge: Sendable {
  /// One question to the system.
  associatedtype Call: Sendable
  /// The content of a successful response.
  associatedtype Content: Sendable
  /// Why a call failed.
  associatedtype Failure: APIFailure

  /// What a call's rate limit and the log call it.
  func api(of call: Call) -> String
  /// The request that makes a call at a time.
  func request(for call: Call, with token: Secret?, at now: Instant) -> APIRequest
  /// What must not appear in an error should the system repeat it, in every spelling.
  func secrets(with token: Secret?) -> [Secret]
  /// The content of a response; throws its refusal, or what is wrong with it.
  func content(of response: APIResponse, in attempt: CallAttempt<Call>) throws(Failure) -> Content
  /// The failure of a call without a response.
  func failure(of error: TransportError, in attempt: CallAttempt<Call>) -> Failure
  /// The failure of a call that was cancelled while it waited.
  func cancellation(of call: Call) -> Failure
  /// Whether a call may be sent again after a failure without being applied twice.
  func mayRepeat(_ call: Call, after failure: Failure) -> Bool
}

extension APIJudge {
  /// Decides whether a call that failed is made again.
  ///
  /// - Parameters:
  ///   - failure: Why the last attempt failed.
  ///   - call: The call.
  ///   - attempt: The number of that attempt, from 1.
  ///   - policy: When calls are made again.
  ///   - random: A number in [0, 1).
  /// - Returns: How long to wait before the next attempt, and why; nil to give up.
  package func wait(
    after failure: Failure,
    of call: Call,
    attempt: Int,
    policy: RetryPolicy,
    random: Double
  ) -> (duration: Duration, cause: RetryPolicy.Cause)? {
    guard let cause = failure.retryCause, mayRepeat(call, after: failure) else { return nil }
    return policy.wait(after: cause, attempt: attempt, random: random).map { ($0, cause) }
  }
}

/// Why a call of a system failed.
package protocol APIFailure: UserFacingError {
  /// The system's code, or the HTTP status; nil if there was none.
  var code: String? { get }
  /// Why the same call may succeed a little later; nil if it will not.
  var retryCause: RetryPolicy.Cause? { get }
  /// Whether the system refused the token, so that a new one may help.
  var mayBeCuredByNewToken: Bool { get }
}

/// One attempt at a call.
package struct CallAttempt<Call: Sendable>: Sendable {
  /// The call.
  package let call: Call
  /// The number of the attempt, from 1.
  package var number: Int
  /// What is hidden in errors, should the system repeat it.
  package let secrets: [Secret]
}

/// A successful response, and when it came.
package struct CallResponse<Content: Sendable>: Sendable {
  /// Its content.
  package let content: Content
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// What is hidden in texts of the response that are shown.
  package let secrets: [Secret]
}

/// How fast the calls of one system leave, how long each may take, and when it is repeated.
package struct CallLimits: Sendable {
  /// How many calls of one API may leave in a second.
  package let callsPerSecond: Int
  /// The shortest time between calls of an API, by its name, if that is longer than the rate
  /// requires.
  package let spacing: [String: Duration]
  /// The time limit of one call.
  package let timeout: Duration
  /// When calls that failed are made again.
  package let retries: RetryPolicy

  package init(
    callsPerSecond: Int,
    spacing: [String: Duration] = [:],
    timeout: Duration,
    retries: RetryPolicy
  ) {
    self.callsPerSecond = callsPerSecond
    self.spacing = spacing
    self.timeout = timeout
    self.retries = retries
  }
}
