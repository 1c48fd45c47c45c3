import RemoteAPI
import VerbatimJSON

/// What a response, or the lack of one, means for the call.
enum MaycurJudgement: Equatable {
  /// Maycur answered, with ACK or with NACK; what that means is the call's to say.
  case answered(Envelope)
  /// The token is wrong or too old; nothing was done.
  case tokenRefused(MaycurRefusal)
  /// The app's code or secret is wrong.
  case credentialsRefused(MaycurRefusal)
  /// Too many calls just now; nothing was done.
  case throttled(MaycurRefusal)
  /// Any other HTTP status that is not success.
  case failed(status: Int, excerpt: String)
  /// A response that is not what a response looks like.
  case malformed(MalformedMaycurResponse)
  /// No response.
  case unanswered(TransportError)

  /// Judges a response by its HTTP status, then by its `code`.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - api: The call that it answers.
  ///   - secrets: What is to be hidden, should the system have repeated it.
  init(of response: APIResponse, to api: MaycurAPI, hiding secrets: [Secret]) {
    guard 200..<300 ~= response.status else {
      let excerpt = MaycurJudgement.excerpt(of: response, hiding: secrets)
      self = MaycurJudgement(status: response.status, excerpt: excerpt, api: api)
      return
    }
    do throws(MalformedMaycurResponse) {
      let envelope = try Envelope(response.body)
      let refusal = MaycurRefusal(code: "NACK", message: envelope.message.hiding(secrets))
      if api == .login, !envelope.isAcknowledged {
        self = .credentialsRefused(refusal)
      } else {
        self = envelope.refusesToken ? .tokenRefused(refusal) : .answered(envelope)
      }
    } catch {
      self = .malformed(error)
    }
  }

  private init(status: Int, excerpt: String, api: MaycurAPI) {
    let refusal = MaycurRefusal(code: "HTTP \(status)", message: excerpt)
    switch status {
    case 401 where api == .login, 403 where api == .login: self = .credentialsRefused(refusal)
    case 401: self = .tokenRefused(refusal)
    case 429: self = .throttled(refusal)
    default: self = .failed(status: status, excerpt: excerpt)
    }
  }

  /// Whether a status is answered before a request is looked at.
  ///
  /// The wrong address, a gateway, or HTTP itself answers these. With any other status that is not
  /// success, the request may have been applied.
  static func precedesApplying(_ status: Int) -> Bool {
    switch status {
    case 300..<400, 401, 403, 404, 405, 406, 411, 413, 414, 415, 421, 426, 429, 431: true
    default: false
    }
  }

  private static func excerpt(of response: APIResponse, hiding secrets: [Secret]) -> String {
    String(decoding: response.body.prefix(4096), as: UTF8.self).hiding(secrets).excerpt(200)
  }
}

extension String {
  /// The text with every occurrence of some secrets replaced.
  func hiding(_ secrets: [Secret]) -> String { secrets.reduce(self) { $1.redacted(from: $0) } }
}
