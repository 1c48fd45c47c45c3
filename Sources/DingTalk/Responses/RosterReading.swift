import RemoteAPI
import Roster
import VerbatimJSON

extension RosterResponse {
  /// Builds the response to a request from the users of `v2/list`, in any order, by `userid`.
  ///
  /// A user is set aside if the request did not ask for them, or if they occur twice with different
  /// contents. A listed user without a key may be any requested user who was not returned; so
  /// nothing is stated about those.
  init(
    _ listed: ListedUsers,
    to question: RosterQuestion,
    response: DingTalkResponse
  ) throws(MalformedDingTalkResponse) {
    var matching = UserMatching(question)
    for (index, user) in listed.users.enumerated() {
      do throws(MalformedDingTalkResponse) { try matching.take(user) } catch {
        throw error.within("result[\(index)]")
      }
    }
    for aside in listed.setAside { matching.setAside(aside) }
    self.init(
      system: .dingtalk,
      company: matching.company,
      asked: Set(question.fields),
      users: matching.users,
      absent: matching.absent,
      setAside: matching.setAside,
      askedAt: response.askedAt,
      receivedAt: response.receivedAt,
      requestID: response.requestID
    )
  }
}

/// Finds the requested users in the response.
private struct UserMatching {
  private let question: RosterQuestion
  private let asked: Set<Verbatim>
  private var listed: [ListedUser] = []
  private var places: [Verbatim: Int] = [:]
  private var twice: Set<Verbatim> = []
  private var strangers: [SetAside] = []
  private var nameless: [SetAside] = []
  private(set) var company: Verbatim?

  init(_ question: RosterQuestion) {
    self.question = question
    asked = Set(question.users)
    listed.reserveCapacity(question.users.count)
  }

  mutating func take(_ user: ListedUser) throws(MalformedDingTalkResponse) {
    if let stated = user.company {
      guard company == nil || company == stated else {
        throw MalformedDingTalkResponse("corp_id", "is another company's than that of users before")
      }
      company = stated
    }
    guard let key = key(of: user.response.user) else {
      strangers.append(SetAside(.person, problem: "userid was not asked for"))
      return
    }
    guard let place = places[key] else {
      places[key] = listed.count
      listed.append(user.called(key))
      return
    }
    if listed[place] != user.called(key) { twice.insert(key) }
  }

  mutating func setAside(_ aside: SetAside) {
    if let user = aside.user.flatMap({ key(of: $0) }) {
      strangers.append(SetAside(.person, user: user, problem: aside.problem))
    } else {
      nameless.append(SetAside(.person, problem: aside.problem))
    }
  }

  /// The requested key for a returned one: the same, or the only one that differs in case only.
  private func key(of user: Verbatim) -> Verbatim? {
    if asked.contains(user) { return user }
    let folded = user.text.lowercased()
    let alike = question.users.filter { $0.text.lowercased() == folded }
    return alike.count == 1 ? alike[0] : nil
  }

  var users: [UserResponse] {
    guard !twice.isEmpty || !strangers.isEmpty else { return listed.map(\.response) }
    let unread = twice.union(strangers.compactMap(\.user))
    return listed.map(\.response).filter { !unread.contains($0.user) }
  }

  /// The requested users who are not in the response.
  private var missing: [Verbatim] {
    let unread = Set(strangers.compactMap(\.user))
    return question.users.filter { places[$0] == nil && !unread.contains($0) }
  }

  var absent: [AbsentUser] { nameless.isEmpty ? missing.map { AbsentUser(user: $0) } : [] }

  var setAside: [SetAside] {
    var all = strangers
    all += twice.sorted().map {
      SetAside(.person, user: $0, problem: "is there twice, differently")
    }
    if let first = nameless.first {
      let missing = missing
      all += missing.map {
        SetAside(.person, user: $0, problem: "\(first.problem), and may be this person")
      }
      if missing.isEmpty { all += nameless }
    }
    let unread = Set(all.compactMap(\.user))
    for user in listed where !unread.contains(user.response.user) {
      all += user.unread.map {
        SetAside(.field, user: user.response.user, field: $0.code, problem: $0.problem)
      }
    }
    return all
  }
}

extension ListedUser {
  /// The same user under the requested key.
  fileprivate func called(_ key: Verbatim) -> ListedUser {
    guard response.user != key else { return self }
    let response = UserResponse(user: key, unionID: response.unionID, cells: response.cells)
    return ListedUser(response: response, company: company, unread: unread)
  }

  /// Parses a user from a document.
  fileprivate init(v2list json: JSON) throws(MalformedDingTalkResponse) {
    guard let user = try json.member("userid").userKey else {
      throw MalformedDingTalkResponse("userid", "is no key of a user")
    }
    let fields = try ReadFields(json["field_data_list"])
    self.init(
      response: UserResponse(
        user: user,
        unionID: JSON.unionID(json.anyText("unionid")),
        cells: fields.readCells
      ),
      company: json.anyText("corp_id"),
      unread: fields.unread
    )
  }
}

extension ListedUsers {
  /// Parses a response of `v2/list` from a document.
  ///
  /// An absent list counts as empty: the system omits members that would be empty.
  init(v2list json: JSON) throws(MalformedDingTalkResponse) {
    var users: [ListedUser] = []
    var unread: [SetAside] = []
    if let result = try json.optionalMember("result") {
      guard let elements = result.elements else {
        throw MalformedDingTalkResponse("result", "is not a list")
      }
      for (index, element) in elements.enumerated() {
        do throws(MalformedDingTalkResponse) {
          users.append(try ListedUser(v2list: element))
        } catch {
          let user = element["userid"]?.userKey
          let problem = user == nil ? error.within("result[\(index)]") : error
          unread.append(SetAside(.person, user: user, problem: problem.sentence))
        }
      }
    }
    self.init(users: users, setAside: unread, requestID: json["request_id"]?.text)
  }
}
