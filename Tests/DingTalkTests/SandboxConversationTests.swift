import DingTalk
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// The client against the sandbox, over real HTTP.
struct SandboxConversationTests {
  @Test(arguments: [Quirks.lenient, Quirks.strict])
  func `a whole roster is read, as the company has it`(quirks: Quirks) async throws {
    try await Conversation.with(try await Conversation(quirks: quirks)) { conversation in
      let company = await conversation.server.withCompany { $0 }
      let fields = try await conversation.client.catalog().fields
      let known = company.catalog.groups.flatMap(\.fields)
      // A field that no page of the vendor's lists by its name has its word for its read code.
      let unsure = fields.filter { !$0.isReadCodeKnown }
      #expect(unsure.map(\.code) == (quirks.catalogCodes == .equal ? [] : ["直属主管id"]))
      #expect(
        Set(fields.filter(\.isReadCodeKnown).map(\.code)).isSubset(of: Set(known.map(\.code)))
      )
      #expect(Set(fields.map(\.writeCode)).isSubset(of: Set(known.map(\.writeCode))))
      #expect(fields.count >= known.count - 2)
      #expect(fields.contains { $0.isDetail } && fields.contains { $0.isDerived })
      #expect(fields.contains { $0.options?.isEmpty == false })

      let everybody = try await conversation.everybody()
      #expect(everybody.count == company.userids.count)
      #expect(Set(everybody) == Set(company.userids))

      let responses = try await conversation.roster(of: fields.map(\.code))
      #expect(responses.count == everybody.count - quirks.usersFailingWholePage)
      for response in responses {
        for cell in response.cells {
          guard case .item(let value, _) = cell.content else { continue }
          let entry = company.entry(response.user, cell.address.field, item: cell.address.item)
          #expect(entry == nil || entry?.value == value, "\(cell.address)")
        }
      }
      #expect(responses.reduce(0) { $0 + $1.cells.count } > responses.count * 40)
      let codes = Set(conversation.server.journal().map(\.code))
      #expect(codes == [0])
      #expect(conversation.client.callsMade == conversation.server.journal().count)
    }
  }

  @Test(arguments: QuirkTable.TokenError.allCases)
  func `a token that expired early is renewed once`(shape: QuirkTable.TokenError) async throws {
    var quirks = Quirks.lenient
    quirks.tokenError = shape
    try await Conversation.with(try await Conversation(quirks: quirks)) { conversation in
      _ = try await conversation.client.catalog()
      await conversation.server.withSimulation { $0.expireTokens() }
      _ = try await conversation.client.catalog()
      #expect(conversation.server.journal(.token).count == 2)
      #expect(conversation.server.journal(.catalog).count == 3)
    }
  }

  @Test func `many calls that meet a stale token renew it once`() async throws {
    let conversation = try await Conversation(limits: .unhurried, callsPerSecond: 1000)
    try await Conversation.with(conversation) { conversation in
      try await conversation.client.checkCredentials()
      await conversation.server.withSimulation { $0.expireTokens() }
      let client = conversation.client
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { _ = try await client.activeUsers(from: 0) } }
        try await group.waitForAll()
      }
      #expect(conversation.server.journal(.token).count == 2)
    }
  }

  @Test func `a token is renewed before its life ends, so that none is refused`() async throws {
    try await Conversation.with(try await Conversation()) { conversation in
      for _ in 0..<12 {
        _ = try await conversation.client.activeUsers(from: 0)
        conversation.timekeeper.advance(by: .seconds(1800))
      }
      #expect(Set(conversation.server.journal().map(\.code)) == [0])
      #expect(conversation.server.journal(.token).count == 3)
    }
  }

  @Test func `the pace keeps within the limit`() async throws {
    try await Conversation.with(try await Conversation(people: 60)) { conversation in
      // One after the other, because every wait moves the clock that both sides go by.
      for _ in 0..<100 { _ = try await conversation.client.activeUsers(from: 0) }
      #expect(conversation.server.journal(.users).allSatisfy { $0.code == 0 })
      #expect(conversation.server.journal(.users).count == 100)
    }
  }

  @Test(arguments: QuirkTable.Throttle.allCases)
  func `a client that is too fast waits and comes through`(shape: QuirkTable.Throttle) async throws
  {
    var quirks = Quirks.lenient
    quirks.throttle = shape
    let conversation = try await Conversation(people: 60, quirks: quirks, callsPerSecond: 1000)
    try await Conversation.with(conversation) { conversation in
      for _ in 0..<50 { _ = try await conversation.client.activeUsers(from: 0) }
      let answered = conversation.server.journal(.users)
      #expect(answered.count { $0.code == 0 } == 50)
      #expect(answered.count > 50)
    }
  }

  @Test(arguments: [
    Fault.serverError, .busy, .throttle, .dropBefore, .dropAfter, .timeout, .timeoutAfter,
    .expireToken,
  ])
  func `a fault that passes is overcome`(fault: Fault) async throws {
    var faults = Faults.none
    faults.fail(.list, call: 1, with: fault)
    let conversation = try await Conversation(
      faults: faults,
      timeout: fault.name.hasPrefix("timeout") ? .seconds(8) : .seconds(30)
    )
    try await Conversation.with(conversation) { conversation in
      let users = try await conversation.client.activeUsers(from: 0).users
      let response = try await conversation.client.list(users: users, fields: ["sys00-name"])
      #expect(response.users.count == users.count)
      #expect(conversation.server.journal(.list).count >= 2)
    }
  }

  @Test(
    arguments: [
      (.quota, "dingtalkQuotaSpent", "90020"), (.banPage, "dingtalkBanned", "您的访问过于频繁"),
      (.banObject, "dingtalkBanned", "\"punish\":\"deny\""),
      (
        .reply(SimulatedResponse(body: Array(#"{"errcode":0,"result":[{"userid""#.utf8))),
        "dingtalkMalformedResponse", "is not JSON"
      ),
    ] as [(Fault, String, String)]
  )
  func `a permanent fault is reported at once`(fault: Fault, name: String, text: String)
    async throws
  {
    var faults = Faults.none
    faults.fail(.list, call: 1, with: fault)
    try await Conversation.with(try await Conversation(faults: faults)) { conversation in
      let users = try await conversation.client.activeUsers(from: 0).users
      let error = await #expect(throws: DingTalkError.self) {
        try await conversation.client.list(users: users, fields: ["sys00-name"])
      }
      #expect(error?.name == name)
      #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
      #expect(conversation.server.journal(.list).count == 1)
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a bad day is got through`(seed: UInt64) async throws {
    let faults = try Faults("throttle=0.1,500=0.05,busy=0.1,drop=0.05,dropAfter=0.05", seed: seed)
    let conversation = try await Conversation(quirks: .strict, faults: faults)
    try await Conversation.with(conversation) { conversation in
      let (people, failing) = await conversation.server.withSimulation {
        (Set($0.company.userids), $0.failingUsers)
      }
      let responses = try await conversation.roster(of: ["sys00-name", "sys03-highestEdu"])
      #expect(Set(responses.map(\.user)) == people.subtracting(failing), "seed \(seed)")
      #expect(conversation.server.journal().contains { $0.fault != nil }, "seed \(seed)")
    }
  }

  @Test func `wrong credentials are distinguished`() async throws {
    try await Conversation.with(try await Conversation(secret: "wrong")) { conversation in
      let error = await #expect(throws: DingTalkError.self) {
        try await conversation.client.checkCredentials()
      }
      #expect(error?.name == "dingtalkCredentialsRefused")
      #expect(error?.code == "40089")
    }
    try await Conversation.with(try await Conversation(agentID: 1)) { conversation in
      let error = await #expect(throws: DingTalkError.self) {
        try await conversation.client.catalog()
      }
      #expect(error?.name == "dingtalkRefused")
    }
  }

  @Test func `a missing permission is reported with DingTalk's text, once`() async throws {
    try await Conversation.with(try await Conversation()) { conversation in
      await conversation.server.withSimulation { $0.permissions = [] }
      let error = await #expect(throws: DingTalkError.self) {
        try await conversation.client.list(users: ["u"], fields: ["sys00-name"])
      }
      #expect(error?.name == "dingtalkPermissionDenied")
      #expect(error?.message.contains("无访问权限") == true)
      #expect(conversation.server.journal(.list).count == 1)
    }
  }

  @Test func `an unknown user is absent, or fails the call in a way that can be narrowed down`()
    async throws
  {
    for quirk in QuirkTable.UnknownUser.allCases {
      var quirks = Quirks.lenient
      quirks.unknownUser = quirk
      try await Conversation.with(try await Conversation(quirks: quirks)) { conversation in
        let known = try await conversation.client.activeUsers(from: 0).users[0]
        do throws(DingTalkError) {
          let response = try await conversation.client.list(
            users: ["nobody", known],
            fields: ["sys00-name"]
          )
          #expect(response.absent == [AbsentUser(user: "nobody")])
          #expect(response.users.map(\.user) == [known])
          #expect(quirk == .omitted)
        } catch {
          #expect(error.mayConcernOneUser)
          #expect(quirk == .failsCall)
        }
      }
    }
  }
}
