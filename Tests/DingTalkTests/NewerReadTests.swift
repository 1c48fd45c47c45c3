import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The read of the newer family, and the choice between the two.
struct NewerReadTests {
  private static let tokenLine = ScriptedTransport.Line.json(
    #"{"accessToken":"newer-token","expireIn":7200}"#
  )

  @Test(arguments: [Quirks.lenient, Quirks.strict])
  func `both families return the same of everybody`(quirks: Quirks) async throws {
    var quirks = quirks
    quirks.newerRead = .served
    quirks.newerSelects = .keys
    let old = try await roster(quirks, .old)
    let new = try await roster(quirks, .new)
    #expect(!old.isEmpty && old == new)
  }

  private func roster(_ quirks: Quirks, _ api: RosterAPI) async throws -> [UserResponse] {
    let conversation = try await Conversation(quirks: quirks, api: api)
    return try await Conversation.with(conversation) { conversation in
      let fields = try await conversation.client.catalog().fields.map(\.code)
      let responses = try await conversation.roster(of: Array(fields.prefix(100)))
      #expect(await conversation.client.rosterAPI == api)
      #expect(conversation.server.journal(api == .old ? .apiList : .list).isEmpty)
      return responses
    }
  }

  @Test(arguments: [
    (QuirkTable.NewerRead.served, RosterAPI.new), (.noPermission, .old), (.notFound, .old),
  ])
  func `auto stays with the family that responds first`(
    read: QuirkTable.NewerRead,
    chosen: RosterAPI
  ) async throws {
    var quirks = Quirks.lenient
    quirks.newerRead = read
    let conversation = try await Conversation(quirks: quirks, api: .auto)
    try await Conversation.with(conversation) { conversation in
      let (client, server) = (conversation.client, conversation.server)
      let users = try await conversation.everybody()
      #expect(await client.rosterAPI == nil)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for user in users.prefix(12) {
          group.addTask { _ = try await client.list(users: [user], fields: ["sys00-name"]) }
        }
        try await group.waitForAll()
      }
      #expect(await client.rosterAPI == chosen)
      #expect(server.journal(.apiList).count == (chosen == .new ? 12 : 1))
      #expect(server.journal(.list).count == (chosen == .new ? 0 : 12))
    }
  }

  @Test(arguments: QuirkTable.Tokens.allCases)
  func `each family has its own token, whether or not one would do`(
    tokens: QuirkTable.Tokens
  ) async throws {
    var quirks = Quirks.lenient
    quirks.tokens = tokens
    let conversation = try await Conversation(quirks: quirks, api: .new)
    try await Conversation.with(conversation) { conversation in
      let users = try await conversation.everybody()
      let response = try await conversation.client.list(
        users: users.suffix(2),
        fields: ["sys00-name"]
      )
      #expect(response.users.count == 2)
      let older = conversation.server.journal(.token).count
      #expect(older > 0)
      await conversation.server.withSimulation { $0.expireTokens() }
      _ = try await conversation.client.list(users: users.suffix(2), fields: ["sys00-name"])
      #expect(conversation.server.journal(.token).count == older)
      #expect(conversation.server.journal(.apiToken).count == 2)
    }
  }

  @Test func `a user who is unknown fails the call, and asking for fewer may help`() async throws {
    var quirks = Quirks.lenient
    quirks.newerUnknownUser = .failsCall
    let conversation = try await Conversation(quirks: quirks, api: .new)
    try await Conversation.with(conversation) { conversation in
      let known = try await conversation.everybody()[0]
      let error = await #expect(throws: DingTalkError.self) {
        try await conversation.client.list(users: [known, "nobody"], fields: ["sys00-name"])
      }
      #expect(error?.code == "invalidParameter" && error?.mayConcernOneUser == true)
    }
  }

  @Test func `ids go as texts, the token as a header, and no secret into a URL`() async throws {
    let fixture = Fixture(api: .new)
    fixture.transport.script("/accessToken", Self.tokenLine)
    fixture.transport.script(
      "/lists/query",
      .json(
        #"""
        {"result":[{"corpId":"c","userId":"007","unionId":"u","fieldDataList":[{"fieldName":"姓名",
        "fieldCode":"sys00-name","groupId":"sys00","fieldValueList":[{"itemIndex":0,"label":"李",
        "value":"李"}]}]}]}
        """#
      )
    )
    let response = try await fixture.client.list(users: ["007"], fields: ["sys00-name"])
    #expect(response.users.map(\.user) == ["007"] && response.company == "c")
    #expect(
      response.users[0].cells == [
        Cell(CellAddress("sys00-name"), .item(value: .text("李"), label: .text("李")))
      ]
    )
    let asked = try #require(fixture.transport.asked("/lists/query").first)
    #expect(asked.url == "https://api.example.org/v1.0/hrm/rosters/lists/query")
    #expect(asked.headers.contains { $0 == ("x-acs-dingtalk-access-token", "newer-token") })
    #expect(
      try fixture.transport.lastBody("/lists/query")
        == ["appAgentId": 4711, "userIdList": ["007"], "fieldFilterList": ["sys00-name"]]
    )
    #expect(
      try fixture.transport.lastBody("/accessToken")
        == ["appKey": "ding key", "appSecret": .string(Fixture.secret)]
    )
    #expect(fixture.transport.asked("/gettoken").isEmpty)
  }

  @Test(arguments: [
    (400, "noPermission", "dingtalkPermissionDenied"),
    (404, "InvalidAction.NotFound", "dingtalkRefused"),
    (400, "invalidClientIdOrSecret", "dingtalkCredentialsRefused"),
    (403, "Forbidden.AccessDenied.ApiCountLimitForOrg", "dingtalkQuotaSpent"),
    (400, "MissingString", "dingtalkRefused"),
  ])
  func `a refusal of the newer family is recognised by its code`(
    status: Int,
    code: String,
    name: String
  ) async throws {
    let fixture = Fixture(api: .new)
    fixture.transport.script("/accessToken", Self.tokenLine)
    let line = #"{"code":"\#(code)","requestid":"r","message":"不行"}"#
    fixture.transport.script("/lists/query", .json(line, status: status))
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.list(users: ["1"], fields: ["f"])
    }
    #expect(error?.name == name && error?.code == code && error?.requestID == "r")
  }

  @Test func `a newer read that is throttled, or fails, is tried again`() async throws {
    let fixture = Fixture(api: .new)
    let throttled = ScriptedTransport.Line.json(
      #"{"code":"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi","message":"慢"}"#,
      status: 403
    )
    fixture.transport.script("/accessToken", Self.tokenLine)
    let failed = ScriptedTransport.Line.json(#"{"code":"systemError","message":"忙"}"#, status: 500)
    fixture.transport.script("/lists/query", throttled, failed, .json(#"{"result":[]}"#))
    let response = try await fixture.client.list(users: ["1"], fields: ["f"])
    #expect(response.absent.map(\.user) == ["1"])
  }
}
