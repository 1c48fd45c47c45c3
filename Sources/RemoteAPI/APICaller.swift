package import Logging
package import Roster
import Synchronization

/// Makes the calls of one system: keeps their pace, sends them, has the responses judged, and
/// repeats a call if that may help and can do no harm.
///
/// The differences between systems are in the `APIJudge`.
package final class APICaller<Judge: APIJudge>: Sendable {
  private let judge: Judge
  private let limits: CallLimits
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let log: Logger
  private let pacer: Pacer
  private let sent = Atomic<Int>(0)

  /// Creates a caller; it sends nothing yet.
  ///
  /// - Parameters:
  ///   - judge: Makes the system's requests, and reads its responses.
  ///   - limits: How fast calls are sent, how long they may take, and when they are repeated.
  ///   - transport: The HTTP transport; the caller shuts it down.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - random: Returns numbers in [0, 1), for the random part of a wait.
  ///   - log: Receives calls; never tokens, secrets or the texts of responses.
  package init(
    judge: Judge,
    limits: CallLimits,
    transport: any Transport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    log: Logger
  ) {
    self.judge = judge
    self.limits = limits
    self.transport = transport
    self.timekeeper = timekeeper
    self.random = random
    self.log = log
    pacer = Pacer(
      callsPerSecond: limits.callsPerSecond,
      spacing: limits.spacing,
      timekeeper: timekeeper
    )
  }

  /// How many HTTP calls were sent, those that failed included.
  package var callsMade: Int { sent.load(ordering: .relaxed) }

  /// Makes a call with a token, and once more with a new one if the system refused the first.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - tokens: The source of the token.
  /// - Returns: The response.
  /// - Throws: Why there is none.
  package func response(
    to call: Judge.Call,
    with tokens: TokenKeeper<Judge.Failure>
  ) async throws(Judge.Failure) -> CallResponse<Judge.Content> {
    let token = try await tokens.current()
    do throws(Judge.Failure) {
      return try await response(to: call, with: token.secret)
    } catch {
      guard error.mayBeCuredByNewToken else { throw error }
      await tokens.invalidate(token)
    }
    return try await response(to: call, with: try await tokens.current().secret)
  }

  /// Makes a call until there is a response or it is given up.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - token: The token; nil for a call that requests one.
  /// - Returns: The response.
  /// - Throws: Why there is none.
  package func response(
    to call: Judge.Call,
    with token: Secret?
  ) async throws(Judge.Failure) -> CallResponse<Judge.Content> {
    let api = judge.api(of: call)
    let secrets = judge.secrets(with: token)
    var attempt = CallAttempt(call: call, number: 1, secrets: secrets)
    while true {
      try await unlessCancelled(call) { try await self.pacer.wait(for: api) }
      let askedAt = timekeeper.now()
      let failure: Judge.Failure
      do throws(Judge.Failure) {
        let content = try await content(of: attempt, with: token, at: askedAt)
        log.debug("call returned", metadata: metadata(of: attempt))
        return CallResponse(
          content: content,
          askedAt: askedAt,
          receivedAt: timekeeper.now(),
          secrets: secrets
        )
      } catch {
        failure = error
      }
      let wait = try wait(after: failure, of: attempt)
      try await unlessCancelled(call) { try await self.timekeeper.sleep(for: wait) }
      attempt.number += 1
    }
  }

  private func content(
    of attempt: CallAttempt<Judge.Call>,
    with token: Secret?,
    at now: Instant
  ) async throws(Judge.Failure) -> Judge.Content {
    let request = judge.request(for: attempt.call, with: token, at: now)
    sent.add(1, ordering: .relaxed)
    let response: APIResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: limits.timeout)
    } catch {
      throw judge.failure(of: error, in: attempt)
    }
    return try judge.content(of: response, in: attempt)
  }

  /// How long to wait before the next attempt; throws the failure if the call is given up.
  private func wait(
    after failure: Judge.Failure,
    of attempt: CallAttempt<Judge.Call>
  ) throws(Judge.Failure) -> Duration {
    let api = judge.api(of: attempt.call)
    var metadata = metadata(of: attempt)
    let wait = judge.wait(
      after: failure,
      of: attempt.call,
      attempt: attempt.number,
      policy: limits.retries,
      random: random()
    )
    guard let wait else {
      // Even a call that may not be repeated must delay the next ones when it is throttled.
      if failure.retryCause == .throttled,
        let hold = limits.retries.wait(after: .throttled, attempt: 1, random: random())
      {
        pacer.hold(api, for: hold)
      }
      metadata["error"] = "\(failure.name)"
      metadata["code"] = "\(failure.code ?? "none")"
      log.debug("call failed", metadata: metadata)
      throw failure
    }
    if wait.cause == .throttled { pacer.hold(api, for: wait.duration) }
    metadata["cause"] = "\(wait.cause)"
    metadata["wait"] = "\(wait.duration)"
    log.notice("call will be repeated", metadata: metadata)
    return wait.duration
  }

  private func metadata(of attempt: CallAttempt<Judge.Call>) -> Logger.Metadata {
    ["api": "\(judge.api(of: attempt.call))", "attempt": "\(attempt.number)"]
  }

  /// Waits; a call that is cancelled while it waits was not made, or did nothing.
  private func unlessCancelled(
    _ call: Judge.Call,
    _ wait: () async throws -> Void
  ) async throws(Judge.Failure) {
    do { try await wait() } catch { throw judge.cancellation(of: call) }
  }
}
