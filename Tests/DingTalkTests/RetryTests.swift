import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

struct RetryTests {
  private let page = ScriptedTransport.Line.json(#"{"errcode":0,"result":{"data_list":["u"]}}"#)

  private func failure(of fixture: Fixture) async -> DingTalkError? {
    do throws(DingTalkError) {
      _ = try await fixture.client.activeUsers(from: 0)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    #"{"errcode":90018,"errmsg":"qps"}"#, #"{"errcode":90002,"errmsg":"qps"}"#,
    #"{"errcode":-1,"errmsg":"系统繁忙"}"#, #"{"errcode":88,"sub_code":"90018"}"#,
  ])
  func `throttling and busyness are waited out`(refusal: String) async throws {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(refusal), .json(refusal), page)
    let start = fixture.timekeeper.now()
    #expect(try await fixture.client.activeUsers(from: 0).users == ["u"])
    #expect(fixture.timekeeper.now() - start >= .seconds(1))
    #expect(fixture.client.callsMade == 4)
  }

  @Test(
    arguments: [
      (.json(#"{"errcode":90018}"#), "dingtalkThrottled", 8),
      (.json(#"{"errcode":-1}"#), "dingtalkBusy", 4),
      (.html("<p>Bad Gateway</p>", status: 502), "dingtalkServerFailed", 4),
      (.failure(.timedOut(url: "u", after: .seconds(30))), "dingtalkUnreachable", 4),
      (.failure(.connectionLost(url: "u", cause: "c")), "dingtalkUnreachable", 4),
      (.failure(.connectionFailed(url: "u", cause: "No server.")), "dingtalkUnreachable", 4),
      (.failure(.badURL(url: "u")), "dingtalkUnreachable", 1),
      (.failure(.tooLarge(url: "u", limit: 1)), "dingtalkUnreachable", 1),
      (.failure(.cancelled(url: "u")), "dingtalkCallCancelled", 1),
      (.json(#"{"errcode":90020}"#), "dingtalkQuotaSpent", 1),
      (.json(#"{"errcode":400020}"#), "dingtalkPermissionDenied", 1),
      (.json(#"{"errcode":60011}"#), "dingtalkPermissionDenied", 1),
      (.json(#"{"errcode":60020}"#), "dingtalkPermissionDenied", 1),
      (.json(#"{"errcode":88,"errmsg":"ding talk error"}"#), "dingtalkPermissionDenied", 1),
      (.json(#"{"errcode":33012}"#), "dingtalkRefused", 1),
      (.json(#"{"status":1111,"punish":"deny"}"#), "dingtalkBanned", 1),
      (.html("<p>denied</p>"), "dingtalkBanned", 1),
      (.json("[]"), "dingtalkMalformedResponse", 1),
    ] as [(ScriptedTransport.Line, String, Int)]
  )
  func `a permanent failure is tried a number of times and then reported`(
    line: ScriptedTransport.Line,
    name: String,
    attempts: Int
  ) async {
    let fixture = Fixture()
    for _ in 0..<20 { fixture.transport.script("/queryonjob", line) }
    let error = await failure(of: fixture)
    #expect(error?.name == name)
    #expect(fixture.transport.asked("/queryonjob").count == attempts)
    #expect(error?.message.hasSuffix(".") == true)
    #expect(error?.message.contains("queryonjob") == true)
  }

  @Test func `a permission error carries the system's text`() async {
    let fixture = Fixture()
    let text = #"{"errcode":88,"sub_code":"60011","sub_msg":"缺少权限 qyapi_hrm_read_user"}"#
    fixture.transport.script("/queryonjob", .json(text))
    let error = await failure(of: fixture)
    #expect(error?.code == "60011")
    #expect(error?.systemMessage == "缺少权限 qyapi_hrm_read_user")
    #expect(error?.message.contains("code 60011, 缺少权限 qyapi_hrm_read_user") == true)
  }

  @Test func `the system's text is reported on one line`() async {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(#"{"errcode":5,"errmsg":"a\r\nb\u0007  c"}"#))
    #expect(await failure(of: fixture)?.message.contains("code 5, a b c)") == true)
  }

  @Test(
    arguments: [
      ("33012", true), ("40035", true), ("400001", true), ("400002", true), ("400023", true),
      ("50002", true), ("60121", true), ("33001", false), ("400020", false), ("90020", false),
      ("40014", false), ("-1", false),
    ]
  )
  func `some refusals may be about one user`(code: String, mayBe: Bool) async {
    let fixture = Fixture(
      retries: RetryPolicy(busy: RetryPolicy.Rule(attempts: 1, first: .zero, cap: .zero))
    )
    let refusal = ScriptedTransport.Line.json(#"{"errcode":\#(code)}"#)
    fixture.transport.script("/queryonjob", refusal, refusal)
    let error = await failure(of: fixture)
    #expect(error?.mayConcernOneUser == mayBe)
    #expect(error?.code == code)
  }

  @Test func `the newer family's bad parameter may be about one user`() async {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(#"{"code":"invalidParameter"}"#, status: 400))
    #expect(await failure(of: fixture)?.mayConcernOneUser == true)
  }

  @Test func `a cancelled caller gets an error and calls nothing more`() async {
    let fixture = Fixture()
    for _ in 0..<20 { fixture.transport.script("/queryonjob", .json(#"{"errcode":90018}"#)) }
    let task = Task { await failure(of: fixture) }
    task.cancel()
    #expect(await task.value?.name == "dingtalkCallCancelled")
    #expect(fixture.transport.asked("/queryonjob").count <= 1)
  }

  @Test func `calls of one API keep its pace`() async throws {
    let fixture = Fixture()
    let start = fixture.timekeeper.now()
    for _ in 0..<41 {
      fixture.transport.script("/queryonjob", page)
      _ = try await fixture.client.activeUsers(from: 0)
    }
    #expect(fixture.timekeeper.now() - start == Pace.window * 2)
  }
}
