import RemoteAPI
import Roster
import VerbatimJSON

extension AccessToken {
  /// Parses a response of `oauth2/accessToken`.
  ///
  /// Without a usable `expireIn` the documented two hours are assumed: a token that ends earlier is
  /// renewed when it is refused.
  init(accessToken json: JSON, askedAt: Instant) throws(MalformedDingTalkResponse) {
    let text = try json.name("accessToken").text
    let stated = json["expireIn"].flatMap { $0.integer ?? $0.text.flatMap { Int64($0) } }
    let seconds = stated.flatMap { 1...31_536_000 ~= $0 ? $0 : nil } ?? 7200
    self.init(secret: Secret(text), askedAt: askedAt, life: .seconds(seconds))
  }
}
