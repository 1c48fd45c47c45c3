import Roster
import VerbatimJSON

extension UserListPage {
  /// Reads an answer of `queryonjob`.
  ///
  /// The end is where `next_cursor` is absent; `null`, and 0 as in DingTalk's own sample, are taken
  /// for the same.
  init(queryonjob json: JSON, asked: Int64, answer: DingTalkAnswer) throws(MalformedAnswer) {
    let result = try json.member("result")
    var users: [Verbatim] = []
    var seen: Set<Verbatim> = []
    let next: Int64?
    do throws(MalformedAnswer) {
      try result.each("data_list") { element throws(MalformedAnswer) in
        guard let text = element.text, !text.isEmpty else {
          throw MalformedAnswer("is not the id of a user")
        }
        let user = Verbatim(text)
        guard seen.insert(user).inserted else { throw MalformedAnswer("is there twice") }
        users.append(user)
      }
      next = try UserListPage.cursor(in: result, asked: asked)
    } catch {
      throw error.within("result")
    }
    self.init(
      users: users,
      next: next,
      askedAt: answer.askedAt,
      receivedAt: answer.receivedAt,
      requestID: answer.requestID
    )
  }

  private static func cursor(in result: JSON, asked: Int64) throws(MalformedAnswer) -> Int64? {
    guard let value = try result.optionalMember("next_cursor") else { return nil }
    guard let cursor = value.integer else {
      throw MalformedAnswer("next_cursor", "is not an integer")
    }
    if cursor == 0 { return nil }
    guard cursor != asked else {
      throw MalformedAnswer("next_cursor", "is the one that was asked for, so the list has no end")
    }
    return cursor
  }
}
