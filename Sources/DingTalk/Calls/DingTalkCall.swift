import Foundation
import RemoteAPI
import Roster
import VerbatimJSON

/// One request to DingTalk, without address and token.
struct DingTalkCall: Sendable {
  /// Its name in rate limits, errors and the log.
  let api: String
  let method: APIRequest.Method
  let path: String
  /// The parameters of the query besides the token, by name.
  var query: [(String, Secret)] = []
  var body: JSON?
  /// Whether it belongs to the newer family, which has another address and takes the token in a
  /// header.
  var isNewer = false
  /// Whether it carries the token.
  var needsToken = true
  /// The member that a successful response without `errcode` must have.
  var resultKey = "result"
  /// Whether its response is a page of the roster, which is long and has a faster reader.
  var answersWithRoster = false
  /// Whether it may be repeated here.
  ///
  /// A call that writes may not, since each attempt is recorded before it is sent.
  var isRepeatable = true

  /// The HTTP request.
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
      url: url { PercentEncoding.text($0.revealed) },
      headers: headers,
      body: body?.bytes,
      redacted: url { _ in "***" }
    )
  }

  /// The forms in which a response may repeat secrets: as they are, and URL-encoded.
  static func spellings(of secrets: [Secret]) -> [Secret] {
    secrets.flatMap { [$0, Secret(PercentEncoding.text($0.revealed))] }
  }
}
