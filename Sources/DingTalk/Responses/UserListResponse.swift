import RemoteAPI
import Roster
import VerbatimJSON

extension UserListPage {
  /// Parses a response of `queryonjob`.
  ///
  /// The list ends if `next_cursor` is absent; `null`, `""`, and 0 as in DingTalk's own sample,
  /// mean the same. A missing list is empty; after the first page, so is a missing result.
  init(queryonjob json: JSON, asked: Int64, response: DingTalkResponse)
    throws(MalformedDingTalkResponse)
  {
    var users: [Verbatim] = []
    var unread: [SetAside] = []
    var next: Int64?
    do throws(MalformedDingTalkResponse) {
      if let result = try json.optionalMember("result") {
        let list = try result.optionalMember("data_list") ?? .array([])
        guard let elements = list.elements else {
          throw MalformedDingTalkResponse("data_list", "is not a list")
        }
        var seen: Set<Verbatim> = []
        for (index, element) in elements.enumerated() {
          if let user = element.userKey {
            if seen.insert(user).inserted { users.append(user) }
          } else {
            let place = "data_list[\(index)] is no key of a user"
            unread.append(
              SetAside(.listed, user: element.text.map { Verbatim($0) }, problem: place)
            )
          }
        }
        next = try UserListPage.cursor(in: result)
      } else if asked == 0 {
        throw MalformedDingTalkResponse("is missing")
      }
    } catch {
      throw error.within("result")
    }
    self.init(
      users: users,
      setAside: unread,
      next: next,
      askedAt: response.askedAt,
      receivedAt: response.receivedAt,
      requestID: response.requestID
    )
  }

  private static func cursor(in result: JSON) throws(MalformedDingTalkResponse) -> Int64? {
    guard let value = try result.optionalMember("next_cursor"), value != "" else { return nil }
    let number = value.integer ?? value.wholeNumber
    guard let cursor = number else {
      throw MalformedDingTalkResponse("next_cursor", "is not an integer")
    }
    return cursor == 0 ? nil : cursor
  }
}
