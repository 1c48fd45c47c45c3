import Foundation
import RemoteAPI
import VerbatimJSON

/// One question to DingTalk, before it has an address and a token.
struct DingTalkCall: Sendable {
  /// What its rate limit, its errors and the log call it.
  let api: String
  let method: APIRequest.Method
  let path: String
  /// What the query holds beside the token, by name.
  var query: [(String, Secret)] = []
  var body: JSON?
  /// Whether it belongs to the newer family, which has an address of its own and carries the token
  /// in a header.
  var isNewer = false
  /// Whether it carries the token.
  var needsToken = true
  /// The member that a response without `errcode` must have to be a success.
  var resultKey = "result"
  /// Whether its response is a page of the roster, which is long and worth reading at once.
  var answersWithRoster = false
  /// Whether it may be made again here; a call that writes may not, since each attempt is put on
  /// record before it leaves.
  var isRepeatable = true

  /// The request that puts the question.
  func request(to baseURL: String, with token: Secret?) -> APIRequest {
    let address = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    let inQuery = isNewer ? nil : token
    let pairs = (inQuery.map { [("access_token", $0)] } ?? []) + query
    func url(_ show: (Secret) -> String) -> String {
      let query = pairs.map { "\($0)=\(show($1))" }.joined(separator: "&")
      return address + path + (query.isEmpty ? "" : "?" + query)
    }
    var headers: [(String, String)] = []
    if body != nil { headers.append(("content-type", "application/json; charset=utf-8")) }
    if isNewer, let token { headers.append(("x-acs-dingtalk-access-token", token.revealed)) }
    return APIRequest(
      method: method,
      url: url { DingTalkCall.escaped($0.revealed) },
      headers: headers,
      body: body?.bytes,
      redacted: url { _ in "***" }
    )
  }

  /// Secrets in every way in which a response may repeat them: as they are, and as URLs have them.
  static func spellings(of secrets: [Secret]) -> [Secret] {
    secrets.flatMap { [$0, Secret(escaped($0.revealed))] }
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  )

  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }
}
