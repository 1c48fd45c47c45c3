import Foundation
import RemoteAPI
import VerbatimJSON

/// One question to DingTalk's older API family, not yet addressed.
struct DingTalkCall: Sendable {
  /// What its rate limit, its errors and the log call it.
  let api: String
  let method: APIRequest.Method
  let path: String
  /// What the query holds beside the token, by name.
  var query: [(String, Secret)] = []
  var body: JSON?
  /// Whether it carries the token.
  var needsToken = true
  /// The member that an answer without `errcode` must have to be a success.
  var resultKey = "result"
  /// Whether its answer is a page of the roster, which is long and worth reading at once.
  var answersWithRoster = false
  /// Whether it may be made again here; a call that writes may not, since each attempt is put on
  /// record before it leaves.
  var isRepeatable = true

  /// The request that puts the question.
  func request(to baseURL: String, with token: Secret?) -> APIRequest {
    let address = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    let pairs = (token.map { [("access_token", $0)] } ?? []) + query
    func url(_ show: (Secret) -> String) -> String {
      let query = pairs.map { "\($0)=\(show($1))" }.joined(separator: "&")
      return address + path + (query.isEmpty ? "" : "?" + query)
    }
    return APIRequest(
      method: method,
      url: url { DingTalkCall.escaped($0.revealed) },
      headers: body == nil ? [] : [("content-type", "application/json; charset=utf-8")],
      body: body?.bytes,
      redacted: url { _ in "***" }
    )
  }

  /// Secrets in every way in which an answer may repeat them: as they are, and as URLs have them.
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
