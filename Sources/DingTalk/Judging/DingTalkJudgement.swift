import RemoteAPI
import VerbatimJSON

/// What a response, or the lack of one, means for the call.
enum DingTalkJudgement: Equatable {
  /// The call did what it was to do.
  case success(ResponseContent)
  /// The token is wrong, missing or too old.
  case tokenRefused(DingTalkRefusal)
  /// The app's key or secret is wrong.
  case credentialsRefused(DingTalkRefusal)
  /// Too many calls just now.
  case throttled(DingTalkRefusal)
  /// Try again.
  case busy(DingTalkRefusal)
  /// No more calls this month.
  case quotaSpent(DingTalkRefusal)
  /// The app may not do this.
  case permissionDenied(DingTalkRefusal)
  /// Any other refusal with a code.
  case refused(DingTalkRefusal)
  /// The page of a firewall that lets nothing through.
  case banned(excerpt: String)
  /// HTTP 5xx without a code.
  case serverFailed(status: Int, excerpt: String)
  /// A response that is not what a response looks like.
  case malformed(MalformedDingTalkResponse)
  /// No response.
  case unanswered(TransportError)

  /// Judges a response: by its `errcode`, never by its `success`.
  ///
  /// What the system said is kept without the secrets, should it have repeated them.
  init(
    of response: APIResponse,
    resultKey: String = "result",
    answersWithRoster: Bool = false,
    hiding secrets: [Secret] = []
  ) {
    if answersWithRoster, response.status == 200,
      let listed = ListedUsers(scanning: response.body)
    {
      self = .success(.listed(listed))
      return
    }
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsingLeniently: response.body)
    } catch {
      self = DingTalkJudgement(ofWhatIsNotJSON: response, error, hiding: secrets)
      return
    }
    if let code = DingTalkJudgement.code(in: json) {
      self = DingTalkJudgement(of: response, json, code: code, hiding: secrets)
    } else if json["punish"] != nil || json["status"]?.integer == 1111 {
      self = .banned(excerpt: json.compact.excerpt(hiding: secrets))
    } else if response.status >= 500 {
      let excerpt = json.compact.excerpt(hiding: secrets)
      self = .serverFailed(status: response.status, excerpt: excerpt)
    } else if json["errcode"].map({ !$0.isNull }) == true {
      self = .malformed(MalformedDingTalkResponse("errcode", "is neither a number nor a text"))
    } else if response.status == 200, json[resultKey] != nil {
      self = .success(.document(json))
    } else {
      let problem = "has neither errcode nor \(resultKey) (HTTP status \(response.status))"
      self = .malformed(MalformedDingTalkResponse(problem))
    }
  }

  private init(of response: APIResponse, _ json: JSON, code: String, hiding secrets: [Secret]) {
    guard code == "0" else {
      let refusal = DingTalkJudgement.refusal(
        of: json,
        code: code,
        serverStatus: response.status >= 500 ? response.status : nil
      ).without(secrets)
      self = DingTalkJudgement(ofCode: code, refusal: refusal)
      return
    }
    switch response.status {
    case 200..<300: self = .success(.document(json))
    case 500...: self = .serverFailed(status: response.status, excerpt: "")
    default:
      let problem = "has errcode 0 and yet HTTP status \(response.status)"
      self = .malformed(MalformedDingTalkResponse(problem))
    }
  }

  private init(
    ofWhatIsNotJSON response: APIResponse,
    _ error: JSONSyntaxError,
    hiding secrets: [Secret]
  ) {
    let text = String(decoding: response.body.prefix(65_536), as: UTF8.self)
    let isPage =
      response.contentType?.lowercased().hasPrefix("text/html") == true
      || text.unicodeScalars.first { !$0.properties.isWhitespace } == "<"
    let excerpt = (isPage ? text.withoutMarkup : text).excerpt(hiding: secrets)
    if response.status == 429 {
      self = .throttled(DingTalkRefusal(code: "429", message: excerpt))
    } else if response.status >= 500 {
      self = .serverFailed(status: response.status, excerpt: excerpt)
    } else if isPage {
      self = .banned(excerpt: excerpt)
    } else {
      let problem =
        response.body.isEmpty
        ? "is empty (HTTP status \(response.status))" : "is not JSON: \(error)"
      self = .malformed(MalformedDingTalkResponse(problem))
    }
  }
}
