@testable import Operations
import Roster
import Testing

@Suite struct FetchDeciderTests {
  @Test func `the catalog is asked for first, then the list of users, then the pages`() {
    var decider = FetchDecider(Stage.request())
    #expect(decider.receive(.began) == [.call(.catalog)])
    let catalog = Stage.catalog(["b", "a"])
    #expect(decider.receive(.cataloged(catalog)) == [.append(.catalog(catalog))])
    #expect(decider.receive(.appended) == [.call(.users(from: 0))])
    #expect(
      decider.receive(.enumerated(Stage.users(["u1"], next: 77))) == [.call(.users(from: 77))]
    )
    #expect(decider.total == nil)
    #expect(
      decider.receive(.enumerated(Stage.users(["u2"])))
        == [.append(.enumeration(Stage.list(["u1", "u2"])))]
    )
    let pages = decider.receive(.appended).pages
    #expect(pages.map(\.users) == [["u1", "u2"]])
    #expect(pages.map(\.fields) == [["a", "b"]])
    #expect(decider.total == 2)
  }

  @Test func `a response is appended, and the end comes once it is in the log`() {
    var (decider, pages) = FetchDecider.listing(Stage.request(), fields: ["a"], active: ["u1"])
    let response = Stage.answer(pages[0])
    #expect(decider.receive(.listed(pages[0], response)) == [.append(.answer(response))])
    #expect(decider.done == 1)
    #expect(decider.receive(.appended) == [.close(.finished)])
    #expect(decider.receive(.appended) == [])
  }

  @Test func `a short page of the list is not its end`() {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    #expect(decider.receive(.enumerated(Stage.users([], next: 5))) == [.call(.users(from: 5))])
    #expect(decider.receive(.enumerated(Stage.users(["u1"], next: 9))) == [.call(.users(from: 9))])
  }

  @Test func `a user on two pages of the list is on it once`() {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    _ = decider.receive(.enumerated(Stage.users(["u1", "u2"], next: 5)))
    let actions = decider.receive(.enumerated(Stage.users(["u2", "u3"])))
    #expect(actions == [.append(.enumeration(Stage.list(["u1", "u2", "u3"])))])
    #expect(decider.receive(.appended).pages.map(\.users) == [["u1", "u2", "u3"]])
  }

  @Test func `keys that differ in bytes are different users although they are drawn alike`() {
    let (_, pages) = FetchDecider.listing(
      Stage.request(users: ["e\u{301}", "\u{e9}", "\u{e9}"]),
      fields: ["a"]
    )
    #expect(pages.map(\.users) == [["e\u{301}", "\u{e9}"]])
  }

  /// A decider that has asked for the list of users.
  private static func listing() -> FetchDecider {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    return decider
  }

  @Test func `a page that leads to itself is the last, once it brings no new user`() {
    var decider = Self.listing()
    _ = decider.receive(.enumerated(Stage.users(["u1"], next: 77)))
    let last = FetchEvent.enumerated(Stage.users(["u2"], next: 77))
    #expect(decider.receive(last) == [.call(.users(from: 77))])
    #expect(decider.receive(last) == [.append(.enumeration(Stage.list(["u1", "u2"])))])
  }

  @Test(arguments: [[], ["u1"]] as [[Verbatim]])
  func `a list that goes on and on with no new user has no end`(_ users: [Verbatim]) {
    var decider = Self.listing()
    var actions = decider.receive(.enumerated(Stage.users(["u1"], next: 1)))
    var cursor: Int64 = 1
    while actions.status == nil, cursor < 1_000 {
      cursor += 1
      actions = decider.receive(.enumerated(Stage.users(users, next: cursor)))
    }
    #expect(actions == [.close(.failed)])
    #expect(cursor < 100)
    #expect(decider.failure as? FetchError == .listWithoutEnd)
  }

  @Test(arguments: [0]) func `a list that leads to where it has been is refused`(
    _ cursor: Int64
  ) {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    _ = decider.receive(.enumerated(Stage.users(["u1"], next: 77)))
    #expect(
      decider.receive(.enumerated(Stage.users(["u2"], next: cursor))) == [.close(.failed)]
    )
    #expect(decider.failure as? FetchError == .listWithoutEnd)
  }

  @Test func `users asked for by name need no list, and each is asked for once`() {
    let (_, pages) = FetchDecider.listing(
      Stage.request(users: ["u2", "u1", "u2"]),
      fields: ["a"]
    )
    #expect(pages.map(\.users) == [["u2", "u1"]])
  }

  @Test func `an empty list is recorded, and is not accepted`() {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    #expect(
      decider.receive(.enumerated(Stage.users([]))) == [.append(.enumeration(Stage.list([])))]
    )
    #expect(decider.receive(.appended) == [.close(.failed)])
    #expect(decider.failure as? FetchError == .nobodyListed)
  }

  @Test func `if no user came back nothing was learned, and one person makes it a fetch`() {
    let cases: [([Verbatim], OperationStatus)] = [([], .failed), (["u7"], .finished)]
    for (returned, status) in cases {
      let people = Stage.names(60)
      var (decider, pages) = FetchDecider.listing(Stage.request(), fields: ["a"], active: people)
      let response = Stage.answer(pages[0], unknown: Set(people).subtracting(returned))
      _ = decider.receive(.listed(pages[0], response))
      #expect(decider.receive(.appended) == [.close(status)])
      let error = FetchError.nobodyReturned(60, said: nil)
      #expect(decider.failure as? FetchError == (status == .failed ? error : nil))
    }
  }

  @Test func `250 users and 101 fields are six pages, two of them on their way at once`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(250)),
      fields: Stage.names(101, "f")
    )
    var asked = pages
    #expect(pages.count == 2)
    while let page = pages.popLast() {
      let actions = decider.receive(.listed(page, Stage.answer(page)))
      _ = decider.receive(.appended)
      #expect(actions.pages.count <= 1)
      pages += actions.pages
      asked += actions.pages
    }
    #expect(asked.map(\.users.count).sorted() == [50, 50, 100, 100, 100, 100])
    #expect(asked.map(\.fields.count).sorted() == [1, 1, 1, 100, 100, 100])
    #expect(decider.done == 250)
  }

  @Test func `fields that are never to be fetched are not asked for`() {
    let (_, pages) = FetchDecider.listing(
      Stage.request(users: ["u1"], never: ["b", "nowhere"]),
      fields: ["a", "b", "c"]
    )
    #expect(pages.map(\.fields) == [["a", "c"]])
  }

  @Test func `fields the system does not describe are refused by name before any list`() {
    var decider = FetchDecider(Stage.request(fields: ["a", "zz", "y"]))
    _ = decider.receive(.began)
    let catalog = Stage.catalog(["a", "b"])
    #expect(decider.receive(.cataloged(catalog)) == [.append(.catalog(catalog))])
    #expect(decider.receive(.appended) == [.close(.failed)])
    #expect(decider.failure as? FetchError == .unknownFields(["y", "zz"]))
    #expect(decider.failure?.message.contains("describe y, zz.") == true)
  }

  @Test func `a catalog of which no field is left to ask for is refused`() {
    var decider = FetchDecider(Stage.request(never: ["a"]))
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    #expect(decider.receive(.appended) == [.close(.failed)])
    #expect(decider.failure as? FetchError == .noFields)
  }

  @Test func `what a request forbids itself is refused before anything is asked`() {
    #expect(throws: FetchError.noUsers) { try Stage.request(users: []).check() }
    #expect(throws: FetchError.noFields) { try Stage.request(fields: []).check() }
    #expect(throws: FetchError.unusableUser("a,b")) {
      try Stage.request(users: ["c", "a,b"]).check()
    }
    #expect(throws: FetchError.unusableUser("")) { try Stage.request(users: [""]).check() }
    #expect(throws: FetchError.fieldsNeverFetched(["b"])) {
      try Stage.request(fields: ["a", "b"], never: ["b", "c"]).check()
    }
    #expect(throws: Never.self) {
      try Stage.request(users: ["u"], fields: ["a"], never: ["b"]).check()
    }
  }
}

@Suite struct FetchFailureTests {
  @Test func `a page that one user may have failed is halved, first half first`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(5), pagesInFlight: 1),
      fields: ["a"]
    )
    let halves = decider.receive(.failed(.list(pages[0]), Stage.failure(Stage.oneBadUser))).pages
    #expect(halves.map(\.users) == [["u0", "u1"]])
    let next = decider.receive(.listed(halves[0], Stage.answer(halves[0])))
    #expect(next.pages.map(\.users) == [["u2", "u3", "u4"]])
    #expect(next.pages.map(\.fields) == [["a"]])
  }

  @Test func `a user whom the system refuses alone is not returned, with its code and message`() {
    var (decider, pages) = FetchDecider.listing(Stage.request(users: ["u1"]), fields: ["a"])
    let actions = decider.receive(.failed(.list(pages[0]), Stage.failure(Stage.oneBadUser)))
    #expect(
      actions.answers.map(\.absent)
        == [[AbsentUser(user: "u1", code: "400001", message: "系统错误")]]
    )
    #expect(actions.answers.map(\.asked) == [["a"]])
    #expect(decider.receive(.appended) == [.close(.failed)])
    #expect(decider.done == 1)
    let error = FetchError.namedNotReturned(["u1"], said: "400001, 系统错误")
    #expect(decider.failure as? FetchError == error)
    #expect(error.message.contains("userid"))
    #expect(error.message.contains("agent id"))
  }

  @Test func `a refusal of every user is no longer attributed to single users`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(5_000)),
      fields: ["a"]
    )
    var calls = pages.count
    var status: OperationStatus?
    while let page = pages.popLast() {
      let actions = decider.receive(.failed(.list(page), Stage.failure(Stage.oneBadUser)))
      pages += actions.pages
      calls += actions.pages.count
      for _ in actions.answers { status = status ?? decider.receive(.appended).status }
      status = status ?? actions.status
    }
    #expect(status == .failed)
    #expect(calls < 250)
    #expect(decider.failure?.name == "namedNotReturned")
  }

  @Test(arguments: [
    (CallFailure.Meaning.refusal, OperationStatus.failed),
    (.interruption, .interrupted),
  ])
  func `after another failure nothing new is asked, and what is on its way is kept`(
    _ meaning: CallFailure.Meaning,
    _ status: OperationStatus
  ) {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(350)),
      fields: ["a"]
    )
    #expect(decider.receive(.failed(.list(pages[0]), Stage.failure(meaning, "first"))) == [])
    let response = Stage.answer(pages[1])
    #expect(decider.receive(.listed(pages[1], response)) == [.append(.answer(response))])
    #expect(decider.receive(.appended) == [.close(status)])
    #expect(decider.failure?.name == "first")
    #expect(decider.done == 100)
    #expect(decider.total == 350)
  }

  @Test func `once it stops, a failing page is not halved`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(200)),
      fields: ["a"]
    )
    _ = decider.receive(.failed(.list(pages[0]), Stage.failure(.refusal, "first")))
    #expect(
      decider.receive(.failed(.list(pages[1]), Stage.failure(Stage.oneBadUser, "second")))
        == [.close(.failed)]
    )
    #expect(decider.failure?.name == "first")
  }

  @Test(arguments: [
    (CallFailure.Meaning.refusal, OperationStatus.failed),
    (Stage.oneBadUser, .failed),
    (.interruption, .interrupted),
  ])
  func `without a catalog there is nothing to fetch`(
    _ meaning: CallFailure.Meaning,
    _ status: OperationStatus
  ) {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    #expect(decider.receive(.failed(.catalog, Stage.failure(meaning))) == [.close(status)])
  }

  @Test func `half a list of users is no list`() {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(["a"])))
    _ = decider.receive(.appended)
    _ = decider.receive(.enumerated(Stage.users(["u1"], next: 77)))
    #expect(
      decider.receive(.failed(.users(from: 77), Stage.failure(.refusal))) == [.close(.failed)]
    )
  }

  @Test func `when a person stops it, what still arrives is kept, and nothing is requested`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(350)),
      fields: ["a"]
    )
    #expect(decider.receive(.cancelled) == [.abandonCalls])
    let response = Stage.answer(pages[0])
    #expect(decider.receive(.listed(pages[0], response)) == [.append(.answer(response))])
    #expect(decider.receive(.appended) == [])
    #expect(
      decider.receive(.failed(.list(pages[1]), Stage.failure(.cancellation)))
        == [.close(.interrupted)]
    )
    #expect(decider.failure == nil)
  }

  @Test func `a call that was stopped is no error to report`() {
    var decider = FetchDecider(Stage.request())
    _ = decider.receive(.began)
    #expect(
      decider.receive(.failed(.catalog, Stage.failure(.cancellation)))
        == [.close(.interrupted)]
    )
    #expect(decider.failure == nil)
  }

  @Test func `when a response cannot be appended, it stops with that error`() {
    var (decider, pages) = FetchDecider.listing(
      Stage.request(users: Stage.names(350)),
      fields: ["a"]
    )
    let next = decider.receive(.listed(pages[0], Stage.answer(pages[0]))).pages
    #expect(decider.receive(.notAppended(StagedError(name: "full"))) == [.abandonCalls])
    let gone = Stage.failure(.interruption)
    #expect(decider.receive(.failed(.list(pages[1]), gone)) == [])
    #expect(decider.receive(.failed(.list(next[0]), gone)) == [.close(.failed)])
    #expect(decider.failure?.name == "full")
  }
}
