package import RemoteAPI
import Roster
import Synchronization
import VerbatimJSON

/// Makes Maycur's requests, and judges its responses: by the HTTP status, then by the `code`.
///
/// It remembers the company that the log-ins of one client state, which goes with every token.
final class MaycurJudge: APIJudge {
  private let configuration: MaycurConfiguration
  private let stated = Mutex<Verbatim?>(nil)

  init(configuration: MaycurConfiguration) { self.configuration = configuration }

  /// The company that the log-ins stated; nil before the first.
  var company: Verbatim? { stated.withLock { $0 } }

  /// Takes the company that a log-in states, which must always be the same.
  func note(company: Verbatim) throws(MaycurError) {
    let before = stated.withLock { stated in
      let before = stated ?? company
      stated = before
      return before
    }
    if before != company { throw .companyChanged(from: before, to: company) }
  }

  func api(of call: MaycurCall) -> String { call.api.rawValue }

  func request(for call: MaycurCall, with token: Secret?, at now: Instant) -> APIRequest {
    call.request(to: configuration.baseURL, with: token, of: company, now: now)
  }

  func secrets(with token: Secret?) -> [Secret] {
    [configuration.appSecret] + (token.map { [$0] } ?? [])
  }

  /// Whether to repeat a call.
  ///
  /// A call that writes is repeated only if it is certain that the last attempt did nothing.
  func mayRepeat(_ call: MaycurCall, after failure: MaycurError) -> Bool {
    !failure.mayHaveBeenApplied
  }

  func cancellation(of call: MaycurCall) -> MaycurError {
    .cancelled(api: call.api, mayHaveBeenApplied: false)
  }

  func failure(of error: TransportError, in attempt: CallAttempt<MaycurCall>) -> MaycurError {
    let api = attempt.call.api
    if case .cancelled = error { return .cancelled(api: api, mayHaveBeenApplied: api.writes) }
    return .unanswered(error, api: api, attempts: attempt.number)
  }

  func content(
    of response: APIResponse,
    in attempt: CallAttempt<MaycurCall>
  ) throws(MaycurError) -> Envelope {
    let (api, secrets) = (attempt.call.api, attempt.secrets)
    guard 200..<300 ~= response.status else {
      let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
      throw MaycurJudge.failure(response.status, text.hiding(secrets).excerpt(200), in: attempt)
    }
    let envelope: Envelope
    do throws(MalformedMaycurResponse) {
      envelope = try Envelope(response.body)
    } catch {
      throw .malformed(api: api, path: error.path, problem: error.problem)
    }
    let refusal = MaycurRefusal(code: "NACK", message: envelope.message.hiding(secrets))
    if api == .login, !envelope.isAcknowledged { throw .credentialsRefused(refusal) }
    if envelope.refusesToken { throw .tokenRefused(refusal, api: api) }
    return envelope
  }

  /// The error for an HTTP status other than success.
  private static func failure(
    _ status: Int,
    _ excerpt: String,
    in attempt: CallAttempt<MaycurCall>
  ) -> MaycurError {
    let api = attempt.call.api
    let refusal = MaycurRefusal(code: "HTTP \(status)", message: excerpt)
    return switch status {
    case 401 where api == .login, 403 where api == .login: .credentialsRefused(refusal)
    case 401: .tokenRefused(refusal, api: api)
    case 429: .throttled(refusal, api: api, attempts: attempt.number)
    default: .failed(status: status, api: api, attempts: attempt.number, excerpt: excerpt)
    }
  }

  /// Whether a status is returned before a request is processed.
  ///
  /// A wrong address, a gateway, or HTTP itself causes these. With any other status that is not
  /// success, the request may have been applied.
  static func precedesApplying(_ status: Int) -> Bool {
    switch status {
    case 300..<400, 401, 403, 404, 405, 406, 411, 413, 414, 415, 421, 426, 429, 431: true
    default: false
    }
  }
}

extension MaycurError: APIFailure {
  package var retryCause: RetryPolicy.Cause? {
    switch self {
    case .throttled: .throttled
    case .failed(let status, _, _, _): status >= 500 ? .serverFailed : nil
    case .unanswered(let error, _, _): error.retryCause
    default: nil
    }
  }

  package var mayBeCuredByNewToken: Bool {
    if case .tokenRefused = self { true } else { false }
  }
}
