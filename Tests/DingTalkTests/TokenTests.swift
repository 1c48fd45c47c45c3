import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

struct TokenTests {
  private let page = ScriptedTransport.Line.json(#"{"errcode":0,"result":{"data_list":["u"]}}"#)

  @Test func `a token is asked for once and sent with every call`() async throws {
    let fixture = Fixture(baseURL: "https://oapi.example.org/")
    fixture.transport.script("/queryonjob", page, page)
    _ = try await fixture.client.activeUsers(from: 0)
    _ = try await fixture.client.activeUsers(from: 50)
    #expect(
      fixture.transport.asked("/gettoken").map(\.url) == [
        "https://oapi.example.org/gettoken?appkey=ding%20key"
          + "&appsecret=s3cret%2B%2F%26%3D%3F%E8%8A%B1"
      ]
    )
    #expect(
      fixture.transport.asked("/queryonjob").map(\.url)
        == Array(
          repeating: "https://oapi.example.org/topapi/smartwork/hrm/employee/queryonjob"
            + "?access_token=token-1",
          count: 2
        )
    )
    #expect(fixture.client.callsMade == 3)
  }

  @Test func `a token is renewed before its end`() async throws {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", page, page)
    _ = try await fixture.client.activeUsers(from: 0)
    fixture.timekeeper.advance(by: .seconds(7000))
    _ = try await fixture.client.activeUsers(from: 0)
    #expect(fixture.transport.asked("/queryonjob").last?.url.hasSuffix("=token-2") == true)
  }

  static let refusals = [
    #"{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token","errmsg":"ding talk error"}"#,
    #"{"errcode":88,"errmsg":"ding talk error[subcode=40014,submsg=不合法的access_token]"}"#,
    #"{"errcode":40014,"errmsg":"ding talk error[subcode=40014,submsg=不合法的access_token]"}"#,
    #"{"errcode":40014,"errmsg":"不合法的access_token"}"#, #"{"errcode":42001}"#,
    #"{"errcode":40001}"#, #"{"errcode":41001}"#,
  ]

  @Test(arguments: refusals)
  func `a refused token is renewed once and the call made again`(refusal: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(refusal), page)
    #expect(try await fixture.client.activeUsers(from: 0).users == ["u"])
    #expect(fixture.transport.asked("/gettoken").count == 2)
    #expect(fixture.transport.asked("/queryonjob").last?.url.hasSuffix("=token-2") == true)
  }

  @Test(arguments: refusals)
  func `a token refused twice is an error`(refusal: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(refusal), .json(refusal), page)
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.activeUsers(from: 0)
    }
    #expect(error?.name == "dingtalkTokenRefused")
    #expect(fixture.transport.asked("/queryonjob").count == 2)
    #expect(fixture.transport.asked("/gettoken").count == 2)
  }

  @Test(arguments: [
    #"{"errcode":40089,"errmsg":"不合法的appKey或appSecret"}"#,
    #"{"errcode":40001,"errmsg":"不合法的appKey或appSecret"}"#,
    #"{"errcode":88,"sub_code":"40014","errmsg":"不合法的appKey或appSecret"}"#,
  ])
  func `a wrong secret is reported as such`(refusal: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/gettoken", .json(refusal))
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.checkCredentials()
    }
    #expect(error?.name == "dingtalkCredentialsRefused")
    #expect(error?.message.contains("不合法的appKey或appSecret") == true)
    #expect(fixture.transport.asked("/gettoken").count == 1)
  }

  @Test func `checking the credentials gets a token and no more`() async throws {
    let fixture = Fixture()
    try await fixture.client.checkCredentials()
    #expect(fixture.client.callsMade == 1)
  }

  @Test(
    arguments: [
      (
        #"{"errcode":0,"access_token":"a b","expires_in":7200}"#,
        "access_token is no token that a request can carry"
      ),
      (
        #"{"errcode":0,"access_token":"\#(String(repeating: "t", count: 1_000_000))"}"#,
        "access_token is no token that a request can carry"
      ),
      (#"{"errcode":0,"expires_in":7200}"#, "access_token is missing"),
      (#"{"errcode":0,"access_token":"","expires_in":7200}"#, "access_token is empty"),
      (#"{"errmsg":"ok"}"#, "it has neither errcode nor access_token"),
    ]
  )
  func `a malformed token response says where`(response: String, problem: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/gettoken", .json(response))
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.checkCredentials()
    }
    #expect(error?.name == "dingtalkMalformedResponse")
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["", #","expires_in":"7200""#, #","expires_in":0"#, #","expires_in":null"#])
  func `a token without a stated life is used`(life: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/gettoken", .json(#"{"errcode":0,"access_token":"t"\#(life)}"#))
    try await fixture.client.checkCredentials()
    #expect(fixture.client.callsMade == 1)
  }

  @Test func `neither secret nor token is in an error or in the log`() async throws {
    let fixture = Fixture()
    let echo = "your secret \(Fixture.secret), your token token-1"
    fixture.transport.script(
      "/queryonjob",
      .json(#"{"errcode":90018,"errmsg":"\#(echo)"}"#),
      .failure(.timedOut(url: "https://x/?access_token=***", after: .seconds(1))),
      .json(#"{"errcode":400020,"errmsg":"\#(echo)"}"#),
      .html("<p>\(echo)</p>", status: 403)
    )
    for name in ["dingtalkPermissionDenied", "dingtalkBanned"] {
      let error = await #expect(throws: DingTalkError.self) {
        try await fixture.client.activeUsers(from: 0)
      }
      #expect(error?.name == name)
      #expect(error?.message.contains("your secret ***, your token ***") == true)
      #expect(error.map { !String(reflecting: $0).contains(Fixture.secret) } == true)
    }
    #expect(fixture.notes.all.count == 5)
    let noted = fixture.notes.all.joined()
    #expect(noted.contains("call will be repeated"))
    #expect(noted.contains("400020"))
    #expect(!noted.contains(Fixture.secret) && !noted.contains("token-1"))
    for request in fixture.transport.asked("") {
      #expect(!request.redacted.contains("s3cret") && !request.redacted.contains("token-1"))
    }
  }
}
