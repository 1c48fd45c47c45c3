import DingTalk
import Ledger
import LedgerHistory
import Logging
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

/// Responds to each path with a body of its own.
private struct ScriptedTransport: Transport {
  let list: String

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let body =
      if request.redacted.contains("/gettoken") {
        #"{"errcode":0,"errmsg":"ok","access_token":"t","expires_in":7200}"#
      } else if request.redacted.contains("/meta/get") {
        """
        {"errcode":0,"success":true,"result":[{"group_id":"sys01","group_name":"工作信息",
        "detail":false,"field_meta_info_list":[{"field_code":"sys01-employeeStatus",
        "field_name":"员工状态","derived":false,"field_type":"DDSelectField",
        "option_text":"[{\\"label\\":\\"正式\\",\\"value\\":\\"3\\"}]"}]}]}
        """
      } else {
        list
      }
    return APIResponse(status: 200, contentType: "application/json", body: Array(body.utf8))
  }
}

/// The example of the documentation from which all this began, with the code it is given.
@Suite struct SeedExampleTests {
  private func fetch(errcode: Int, errmsg: String) async throws -> (FetchOutcome, [RosterCell]) {
    let folder = try TemporaryFolder()
    let clock = ManualTimekeeper()
    let ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let list = """
      {
          "result":[
              {
                      "corp_id":"ding20a11b7f29e803e535c2f4657eb6378f",
                      "field_data_list":[
                          {
                                  "field_name":"员工状态",
                                  "field_code":"sys01-employeeStatus",
                                  "group_id":"sys01",
                                  "field_value_list":[
                                      {
                                              "item_index":0,
                                              "label":"正式",
                                              "value":"3"
                                      }
                                  ]
                          }
                      ],
                      "userid":"0425193814670062",
                      "unionid":"3814670062"
              }
          ],
          "success":true,
          "errcode":\(errcode),
          "errmsg":"\(errmsg)"
      }
      """
    let client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: "https://oapi.example",
        appKey: "k",
        appSecret: Secret("s"),
        agentID: 1
      ),
      transport: ScriptedTransport(list: list),
      timekeeper: clock,
      random: { 0 },
      log: log
    )
    let outcome = try await runFetch(
      Stage.request(users: ["0425193814670062"]),
      ledger: ledger,
      client: client,
      timekeeper: clock,
      log: log
    )
    var rows: [RosterCell] = []
    try ledger.roster(RosterFilter()) { rows.append($0) }
    return (outcome, rows)
  }

  @Test func `with errcode 0 the example is fetched, and the ledger shows it`() async throws {
    let (outcome, rows) = try await fetch(errcode: 0, errmsg: "ok")
    #expect(outcome.result.status == .finished)
    #expect(outcome.result.users == 1)
    #expect(outcome.result.values == 1)
    #expect(rows.map(\.user) == ["0425193814670062"])
    #expect(rows.map(\.field) == ["sys01-employeeStatus"])
    #expect(rows.map(\.fieldName) == ["员工状态"])
    #expect(rows.map(\.content) == [.item(value: .text("3"), label: .text("正式"))])
  }

  @Test func `as printed, with 400020, it is a permission error with that text`() async throws {
    let (outcome, rows) = try await fetch(errcode: 400_020, errmsg: "无访问权限")
    #expect(outcome.result.status == .failed)
    #expect(outcome.error?.name == "dingtalkPermissionDenied")
    #expect(outcome.error?.message.contains("无访问权限") == true)
    #expect(rows.isEmpty)
  }
}
