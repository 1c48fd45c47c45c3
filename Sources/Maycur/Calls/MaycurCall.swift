import RemoteAPI
import Roster
import VerbatimJSON

/// One request to Maycur: its path, query and body.
struct MaycurCall: Sendable {
  /// The called API.
  let api: MaycurAPI
  /// The query, without its question mark; nil for none.
  let query: String?
  /// Makes the body at the time at which the call is sent.
  let body: @Sendable (Instant) -> JSON

  /// Asks for a token.
  static func login(of configuration: MaycurConfiguration) -> MaycurCall {
    MaycurCall(api: .login, query: nil) { now in
      let secret = configuration.appSecret
      let signature = LoginSignature.hex(secret: secret, appCode: configuration.appCode, at: now)
      return [
        "appCode": .string(configuration.appCode),
        "timestamp": .integer(now.milliseconds),
        "secret": .string(signature),
      ]
    }
  }

  /// Saves some rows.
  static func saveBatch(_ rows: [EmployeeRow]) -> MaycurCall {
    MaycurCall(api: .saveBatch, query: nil) { _ in EmployeeRow.json(of: rows) }
  }

  /// Requests the other ids of some people.
  static func findUsers(_ question: IDQuestion) -> MaycurCall {
    MaycurCall(api: .findUsers, query: "idType=\(question.kind.rawValue)") { _ in
      ["ids": .strings(question.ids.map(\.text))]
    }
  }

  /// The HTTP request.
  ///
  /// - Parameters:
  ///   - base: The address before every path.
  ///   - token: The token; nil at a log-in.
  ///   - company: The company's code, which goes with a token.
  ///   - now: The moment at which it leaves.
  /// - Returns: The request; its URL holds nothing secret.
  func request(
    to base: String,
    with token: Secret?,
    of company: Verbatim?,
    now: Instant
  ) -> APIRequest {
    var base = Substring(base)
    while base.last == "/" { base.removeLast() }
    let url = String(base) + api.rawValue + (query.map { "?" + $0 } ?? "")
    var headers = [("Content-Type", "application/json")]
    if let token, let company {
      headers += [("tokenId", token.revealed), ("entCode", company.text)]
    }
    return APIRequest(
      method: .post,
      url: url,
      headers: headers,
      body: body(now).bytes,
      redacted: url
    )
  }
}
