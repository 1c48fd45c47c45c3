import Logging
import RemoteAPI
import Roster
import Synchronization

/// Makes calls: waits for their pace, sends them, and repeats them as `DingTalkNextStep` decides.
final class DingTalkCaller: Sendable {
  private let configuration: DingTalkConfiguration
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let log: Logger
  private let pacer: Pacer
  private let sent = Atomic<Int>(0)

  init(
    configuration: DingTalkConfiguration,
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
  }

  var callsMade: Int { sent.load(ordering: .relaxed) }

  /// Makes a call until it is answered or given up.
  func answer(
    to call: DingTalkCall,
    with token: Secret?
  ) async throws(DingTalkError) -> DingTalkResponse {
    let address = call.isNewer ? configuration.apiURL : configuration.baseURL
    let request = call.request(to: address, with: token)
    let secrets = DingTalkCall.spellings(of: [configuration.appSecret] + (token.map { [$0] } ?? []))
    var attempt = 1
    while true {
      try await unlessCancelled(call) { try await self.pacer.wait(for: call.api) }
      let askedAt = timekeeper.now()
      let judgement = await judgement(of: request, for: call, hiding: secrets)
      let step = DingTalkNextStep(
        after: judgement,
        of: call,
        attempt: attempt,
        policy: configuration.retries,
        random: random()
      )
      emit(step, of: call, attempt: attempt)
      switch step {
      case .succeed(let content):
        return DingTalkResponse(content: content, askedAt: askedAt, receivedAt: timekeeper.now())
      case .fail(let error):
        // Even a call that may not be repeated must delay the next ones when it is throttled.
        if case .throttled = error { hold(call) }
        throw error
      case .wait(let duration, let cause):
        if cause == .throttled { pacer.hold(call.api, for: duration) }
        try await unlessCancelled(call) { try await self.timekeeper.sleep(for: duration) }
        attempt += 1
      }
    }
  }

  private func judgement(
    of request: APIRequest,
    for call: DingTalkCall,
    hiding secrets: [Secret]
  ) async -> DingTalkJudgement {
    sent.add(1, ordering: .relaxed)
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: configuration.timeout)
      return DingTalkJudgement(
        of: response,
        resultKey: call.resultKey,
        answersWithRoster: call.answersWithRoster,
        hiding: secrets
      )
    } catch {
      return .unanswered(error)
    }
  }

  private func hold(_ call: DingTalkCall) {
    let wait = configuration.retries.wait(after: .throttled, attempt: 1, random: random())
    if let wait { pacer.hold(call.api, for: wait) }
  }

  private func unlessCancelled(
    _ call: DingTalkCall,
    _ wait: () async throws -> Void
  ) async throws(DingTalkError) {
    do { try await wait() } catch { throw .cancelled(api: call.api) }
  }

  private func emit(_ step: DingTalkNextStep, of call: DingTalkCall, attempt: Int) {
    var metadata: Logger.Metadata = ["api": "\(call.api)", "attempt": "\(attempt)"]
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
