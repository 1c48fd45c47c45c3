import RemoteAPI
import Roster
import VerbatimJSON

extension AccessToken {
  /// Reads an answer of `gettoken`.
  init(gettoken json: JSON, askedAt: Instant) throws(MalformedAnswer) {
    let text = try json.name("access_token").text
    guard let seconds = try json.member("expires_in").integer, 1...31_536_000 ~= seconds else {
      throw MalformedAnswer("expires_in", "is not a number of seconds")
    }
    self.init(secret: Secret(text), askedAt: askedAt, life: .seconds(seconds))
  }
}
