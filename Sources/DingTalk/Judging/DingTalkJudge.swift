package import RemoteAPI
import Roster
import VerbatimJSON

/// Makes DingTalk's requests, and judges its responses: by `errcode`, never by `success`.
///
/// The system's texts are kept without secrets, in case it repeats them.
struct DingTalkJudge: APIJudge {
  let configuration: DingTalkConfiguration

  func api(of call: DingTalkCall) -> String { call.api }

  func request(for call: DingTalkCall, with token: Secret?, at now: Instant) -> APIRequest {
    call.request(to: call.isNewer ? configuration.apiURL : configuration.baseURL, with: token)
  }

  func secrets(with token: Secret?) -> [Secret] {
    DingTalkCall.spellings(of: [configuration.appSecret] + (token.map { [$0] } ?? []))
  }

  func mayRepeat(_ call: DingTalkCall, after failure: DingTalkError) -> Bool { call.isRepeatable }

  func cancellation(of call: DingTalkCall) -> DingTalkError { .cancelled(api: call.api) }

  func failure(of error: TransportError, in attempt: DingTalkAttempt) -> DingTalkError {
    if case .cancelled = error, attempt.call.isRepeatable { return .cancelled(api: attempt.api) }
    return .unanswered(error, api: attempt.api, attempts: attempt.number)
  }

  func content(
    of response: APIResponse,
    in attempt: DingTalkAttempt
  ) throws(DingTalkError) -> ResponseContent {
    if attempt.call.answersWithRoster, response.status == 200,
      let listed = ListedUsers(scanning: response.body)
    {
      return .listed(listed)
    }
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsingLeniently: response.body)
    } catch {
      throw failure(ofWhatIsNotJSON: response, error, in: attempt)
    }
    let resultKey = attempt.call.resultKey
    if let code = DingTalkRefusal.code(in: json) {
      try check(code, in: json, of: response, in: attempt)
    } else if json["punish"] != nil || json["status"]?.integer == 1111 {
      throw .banned(api: attempt.api, excerpt: json.compact.excerpt(hiding: attempt.secrets))
    } else if response.status >= 500 {
      throw attempt.serverFailed(response.status, json.compact)
    } else if json["errcode"].map({ !$0.isNull }) == true {
      throw attempt.malformed("is neither a number nor a text", path: "errcode")
    } else if response.status != 200 || json[resultKey] == nil {
      throw attempt.malformed(
        "has neither errcode nor \(resultKey) (HTTP status \(response.status))"
      )
    }
    return .document(json)
  }

  /// Throws if the response has a code that reports no success.
  private func check(
    _ code: String,
    in json: JSON,
    of response: APIResponse,
    in attempt: DingTalkAttempt
  ) throws(DingTalkError) {
    guard code == "0" else {
      let refusal = DingTalkRefusal(
        of: json,
        code: code,
        serverStatus: response.status >= 500 ? response.status : nil
      )
      throw DingTalkError(ofCode: code, refusal: refusal.hiding(attempt.secrets), in: attempt)
    }
    switch response.status {
    case 200..<300: break
    case 500...: throw attempt.serverFailed(response.status, "")
    default:
      throw attempt.malformed("has errcode 0 and yet HTTP status \(response.status)")
    }
  }

  private func failure(
    ofWhatIsNotJSON response: APIResponse,
    _ error: JSONSyntaxError,
    in attempt: DingTalkAttempt
  ) -> DingTalkError {
    let text = String(decoding: response.body.prefix(65_536), as: UTF8.self)
    let isPage =
      response.contentType?.lowercased().hasPrefix("text/html") == true
      || text.unicodeScalars.first { !$0.properties.isWhitespace } == "<"
    let shown = isPage ? text.withoutMarkup : text
    let excerpt = shown.excerpt(hiding: attempt.secrets)
    if response.status == 429 {
      let refusal = DingTalkRefusal(code: "429", message: excerpt)
      return .throttled(refusal, api: attempt.api, attempts: attempt.number)
    } else if response.status >= 500 {
      return attempt.serverFailed(response.status, shown)
    } else if isPage {
      return .banned(api: attempt.api, excerpt: excerpt)
    }
    return attempt.malformed(
      response.body.isEmpty ? "is empty (HTTP status \(response.status))" : "is not JSON: \(error)"
    )
  }
}

/// One attempt at a call of DingTalk.
typealias DingTalkAttempt = CallAttempt<DingTalkCall>

extension DingTalkAttempt {
  /// The call's name.
  var api: String { call.api }

  fileprivate func serverFailed(_ status: Int, _ text: String) -> DingTalkError {
    let excerpt = text.excerpt(hiding: secrets)
    return .serverFailed(status: status, api: api, attempts: number, excerpt: excerpt)
  }

  fileprivate func malformed(_ problem: String, path: String = "") -> DingTalkError {
    .malformed(api: api, path: path, problem: problem)
  }
}

extension DingTalkError: APIFailure {
  package var retryCause: RetryPolicy.Cause? {
    switch self {
    case .throttled: .throttled
    case .busy: .busy
    case .serverFailed: .serverFailed
    case .unanswered(let error, _, _): error.retryCause
    default: nil
    }
  }

  package var mayBeCuredByNewToken: Bool {
    if case .tokenRefused = self { !mayHaveBeenApplied } else { false }
  }
}
