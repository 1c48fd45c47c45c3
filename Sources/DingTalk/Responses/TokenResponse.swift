import RemoteAPI
import Roster
import VerbatimJSON

extension AccessToken {
  /// Parses a response of `gettoken`.
  ///
  /// Without a stated life, the documented two hours are assumed: a token that ends earlier is
  /// refused, and renewed once.
  init(gettoken json: JSON, askedAt: Instant) throws(MalformedDingTalkResponse) {
    let text = try json.name("access_token").text
    guard Secret(text).fitsRequest else {
      throw MalformedDingTalkResponse("access_token", "is no token that a request can carry")
    }
    let seconds = json["expires_in"]?.wholeNumber.flatMap { 1...31_536_000 ~= $0 ? $0 : nil }
    self.init(secret: Secret(text), askedAt: askedAt, life: .seconds(seconds ?? 7200))
  }
}
