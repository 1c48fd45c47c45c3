import RemoteAPI
import Roster
import VerbatimJSON

extension AccessToken {
  /// Reads a response of `gettoken`.
  ///
  /// A token that lives for a time that is not said lives for two hours, as documented: where that
  /// is wrong, the token is refused, and renewed once.
  init(gettoken json: JSON, askedAt: Instant) throws(MalformedDingTalkResponse) {
    let text = try json.name("access_token").text
    guard Secret(text).fitsRequest else {
      throw MalformedDingTalkResponse("access_token", "is no token that a request can carry")
    }
    let seconds = json["expires_in"]?.wholeNumber.flatMap { 1...31_536_000 ~= $0 ? $0 : nil }
    self.init(secret: Secret(text), askedAt: askedAt, life: .seconds(seconds ?? 7200))
  }
}
