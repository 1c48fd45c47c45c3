import Logging
import RemoteAPI
import Roster
import Synchronization

/// Makes calls: waits for their pace, sends them, and repeats them as `MaycurNextStep` decides.
final class MaycurCaller: Sendable {
  private let configuration: MaycurConfiguration
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let log: Logger
  private let pacer: Pacer
  private let spacing: Mutex<LoginSpacing>
  private let sent = Atomic<Int>(0)

  init(
    configuration: MaycurConfiguration,
    transport: any Transport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    log: Logger
  ) {
    self.configuration = configuration
    self.transport = transport
    self.timekeeper = timekeeper
    self.random = random
    self.log = log
    pacer = Pacer(callsPerSecond: configuration.callsPerSecond, timekeeper: timekeeper)
    spacing = Mutex(LoginSpacing(configuration.loginSpacing))
  }

  var callsMade: Int { sent.load(ordering: .relaxed) }

  /// Makes a call until it is answered or given up.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - session: Who calls; nil at a log-in.
  /// - Returns: The response, which may be a refusal of what was asked.
  /// - Throws: Why there is none.
  func answer(
    to call: MaycurCall,
    as session: MaycurSession?
  ) async throws(MaycurError) -> MaycurResponse {
    let secrets = [configuration.appSecret] + (session.map { [$0.tokenID] } ?? [])
    var attempt = 1
    while true {
      try await unlessCancelled(call) { try await self.waitForTurn(of: call) }
      let askedAt = timekeeper.now()
      let judgement = await judgement(of: call, as: session, now: askedAt, hiding: secrets)
      let step = MaycurNextStep(
        after: judgement,
        of: call.api,
        attempt: attempt,
        policy: configuration.retries,
        random: random()
      )
      emit(step, of: call, attempt: attempt)
      switch step {
      case .succeed(let envelope):
        return MaycurResponse(envelope: envelope, askedAt: askedAt, receivedAt: timekeeper.now())
      case .fail(let error): throw error
      case .wait(let duration, let cause):
        if cause == .throttled { pacer.hold(call.api.rawValue, for: duration) }
        try await unlessCancelled(call) { try await self.timekeeper.sleep(for: duration) }
        attempt += 1
      }
    }
  }

  private func waitForTurn(of call: MaycurCall) async throws {
    try await pacer.wait(for: call.api.rawValue)
    guard call.api == .login else { return }
    let now = timekeeper.monotonic()
    let wait = spacing.withLock { $0.reserve(now: now) }
    if wait > .zero { try await timekeeper.sleep(for: wait) }
  }

  private func judgement(
    of call: MaycurCall,
    as session: MaycurSession?,
    now: Instant,
    hiding secrets: [Secret]
  ) async -> MaycurJudgement {
    let request = call.request(to: configuration.baseURL, as: session, now: now)
    sent.add(1, ordering: .relaxed)
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: configuration.timeout)
      return MaycurJudgement(of: response, to: call.api, hiding: secrets)
    } catch {
      return .unanswered(error)
    }
  }

  /// Waits; a call that is cancelled while it waits was not made, or did nothing.
  private func unlessCancelled(
    _ call: MaycurCall,
    _ wait: () async throws -> Void
  ) async throws(MaycurError) {
    do { try await wait() } catch {
      throw .cancelled(api: call.api, mayHaveBeenApplied: false)
    }
  }

  private func emit(_ step: MaycurNextStep, of call: MaycurCall, attempt: Int) {
    var metadata: Logger.Metadata = ["api": "\(call.api.rawValue)", "attempt": "\(attempt)"]
    switch step {
    case .succeed: log.debug("call answered", metadata: metadata)
    case .wait(let duration, let cause):
      metadata["cause"] = "\(cause)"
      metadata["wait"] = "\(duration)"
      log.notice("call will be repeated", metadata: metadata)
    case .fail(let error):
      metadata["error"] = "\(error.name)"
      metadata["code"] = "\(error.code ?? "none")"
      log.debug("call failed", metadata: metadata)
    }
  }
}

/// A response, and when it was asked for and came.
struct MaycurResponse: Sendable {
  let envelope: Envelope
  let askedAt: Instant
  let receivedAt: Instant
}
