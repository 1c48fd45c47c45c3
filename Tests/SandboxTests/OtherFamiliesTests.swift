import Roster
import Sandbox
import Testing
import VerbatimJSON

/// The newer family of calls, the rarer calls of the older one, and the encodings of real clients.
@Suite struct `The sandbox as other clients call it` {
  /// Calls the newer family with a token of its own.
  private func newer(
    _ caller: inout Caller,
    _ endpoint: Endpoint,
    body: JSON? = nil,
    queries: [String: [String]] = [:]
  ) -> (status: Int, body: JSON) {
    let credentials = caller.simulation.credentials
    let token = caller.send(
      Call(
        "POST",
        Endpoint.apiToken.path,
        body: JSON.object([
          .init(key: "appKey", value: .string(credentials.appKey)),
          .init(key: "appSecret", value: .string(credentials.appSecret)),
        ]).bytes
      )
    )
    var call = Call(
      endpoint.method,
      endpoint.path,
      query: queries.compactMapValues(\.last),
      headers: ["x-acs-dingtalk-access-token": token["accessToken"]?.text ?? ""],
      body: body?.bytes ?? []
    )
    call.queries = queries
    caller.now = caller.now + .seconds(1)
    let response = caller.simulation.answer(call, now: caller.now)
    return (response.status, caller.json(response))
  }

  private func form(_ caller: Caller, _ endpoint: Endpoint, _ body: String, query: String?) -> Call
  {
    Call(
      "POST",
      endpoint.path,
      query: query.map { ["access_token": $0] } ?? [:],
      contentType: "application/x-www-form-urlencoded",
      body: Array(body.utf8)
    )
  }

  @Test func `an unknown path of the older family gets errcode 22`() {
    var caller = Caller()
    let response = caller.send(Call("POST", "/topapi/smartwork/hrm/employee/nothing"))
    #expect(response["errcode"] == 22)
    #expect(response["errmsg"]?.text?.hasPrefix("Invalid method[") == true)
    let newer = caller.simulation.answer(Call("POST", "/v1.0/hrm/nothing"), now: caller.now)
    #expect(newer.status == 404)
    #expect(caller.json(newer)["code"] == "InvalidAction.NotFound")
  }

  @Test func `the lists of users do not demand the agent id, the roster does`() {
    var caller = Caller()
    let token = caller.logIn()["access_token"]?.text
    let list: JSON = ["status_list": "2,3,5,-1", "offset": 0, "size": 50]
    #expect(caller.send(caller.call(.users, list, token: token))["errcode"] == 0)
    let page: JSON = ["offset": 0, "size": 50]
    #expect(caller.send(caller.call(.preentries, page, token: token))["errcode"] == 0)
    #expect(caller.send(caller.call(.leavers, page, token: token))["errcode"] == 0)
    #expect(caller.send(caller.call(.catalog, [:], token: token))["errcode"] == 400_002)
    #expect(caller.send(caller.call(.fieldGroups, [:], token: token))["errcode"] == 400_002)
  }

  @Test func `lists come as arrays, as texts with commas and blanks, as JSON in a form`() {
    var caller = Caller()
    let token = caller.logIn()["access_token"]?.text ?? ""
    let agent = caller.simulation.credentials.agentID
    let users = (0..<2).map { caller.simulation.company.user($0).text }
    let bodies: [JSON] = [
      ["userid_list": .strings(users), "field_filter_list": ["sys00-name", "sys00-email"]],
      [
        "userid_list": .string(users.joined(separator: ", ")),
        "field_filter_list": "sys00-name, sys00-email",
      ],
    ]
    var responses = bodies.map { caller.post(.list, $0)["result"] }
    let list = "agentid=\(agent)&field_filter_list=sys00-name%2C+sys00-email&userid_list="
    for text in [users.joined(separator: "%2C"), "%5B%22\(users[0])%22%2C%22\(users[1])%22%5D"] {
      responses.append(caller.send(form(caller, .list, list + text, query: token))["result"])
      let inBody = list + text + "&access_token=" + token
      responses.append(caller.send(form(caller, .list, inBody, query: nil))["result"])
    }
    #expect(responses[0]?.elements?.count == 2)
    #expect(responses[0]?.elements?.first?["field_data_list"]?.elements?.count == 2)
    for response in responses { #expect(response == responses[0]) }
  }

  @Test func `scalars may come as texts`() {
    var caller = Caller()
    let token = caller.logIn()["access_token"]?.text
    let body: JSON = [
      "agentid": .string(String(caller.simulation.credentials.agentID)),
      "userid_list": .string(caller.simulation.company.user(0).text),
    ]
    #expect(caller.send(caller.call(.list, body, token: token))["result"]?.elements?.count == 1)
    let list: JSON = ["status_list": "3", "offset": "0", "size": "20"]
    #expect(caller.send(caller.call(.users, list, token: token))["errcode"] == 0)
  }

  @Test func `grouplist says what the catalog says`() {
    var caller = Caller()
    let catalog = caller.post(.catalog)["result"]?.elements ?? []
    let groups = caller.post(.fieldGroups)["result"]?.elements ?? []
    #expect(groups.count == catalog.count && !groups.isEmpty)
    for (group, known) in zip(groups, catalog) {
      #expect(group["group_id"] == known["group_id"] && group["has_detail"] == known["detail"])
      let fields = group["field_list"]?.elements
      #expect(fields?.count == known["field_meta_info_list"]?.elements?.count)
    }
  }

  @Test(arguments: [QuirkTable.LeaversLastPage.noToken, .sameToken])
  func `the people who left are listed page by page, with their records`(
    end: QuirkTable.LeaversLastPage
  ) {
    var caller = Caller(people: 80)
    caller.simulation.quirks.leaversLastPage = end
    let left = (10..<70).map { caller.simulation.company.user($0) }
    for user in left { try? caller.simulation.company.leave(user) }
    var listed: [String] = []
    var token = "0"
    for _ in 0..<10 {
      let page = newer(
        &caller,
        .dismissions,
        queries: ["nextToken": [token], "maxResults": ["25"]]
      ).body
      listed += page["userIdList"]?.elements?.compactMap(\.text) ?? []
      guard page["hasMore"] == true, let next = page["nextToken"]?.integer else { break }
      token = String(next)
    }
    #expect(listed == left.map(\.text))
    let first = left[0].text
    let ids = [#"["\#(first)"]"#, #"["\"\#(first)\""]"#, first]
    for text in ids {
      let infos = newer(&caller, .dimissionInfos, queries: ["userIdList": [text]]).body["result"]
      let info = infos?.elements?.first
      #expect(info?["userId"]?.text == first && info?["status"] == 2)
      // The company was made up for 2026-01-01, whose midnight in China this is.
      #expect(info?["lastWorkDay"] == 1_767_196_800_000)
    }
    let older = caller.post(.leaverInfos, ["userid_list": .string(first)])["result"]?.elements
    #expect(older?.first?["last_work_day"] == 1_767_196_800_000)
    let page = caller.post(.leavers, ["offset": 0, "size": 50])["result"]
    #expect(page?["data_list"]?.elements?.count == 50 && page?["next_cursor"] == 50)
  }

  @Test func `the newer read refuses in its own shapes`() {
    var caller = Caller()
    let agent = JSON.integer(caller.simulation.credentials.agentID)
    let user = JSON.string(caller.simulation.company.user(0).text)
    let good: JSON = ["appAgentId": agent, "userIdList": [user]]
    #expect(newer(&caller, .apiList, body: good).body["result"]?.elements?.count == 1)
    let wrong: JSON = ["appAgentId": 1, "userIdList": [user]]
    #expect(newer(&caller, .apiList, body: wrong).body["code"] == "invalidParameter")
    let number: JSON = ["appAgentId": agent, "userIdList": [user, 7]]
    #expect(newer(&caller, .apiList, body: number).body["code"] == "MissingString")
    caller.simulation.quirks.newerUnknownUser = .failsCall
    let unknown: JSON = ["appAgentId": agent, "userIdList": [user, "nobody"]]
    #expect(newer(&caller, .apiList, body: unknown).body["code"] == "invalidParameter")
    caller.simulation.permissions.remove(.read)
    let denied = newer(&caller, .apiList, body: good)
    #expect(denied.status == 400 && denied.body["code"] == "noPermission")
    let call = Call("POST", Endpoint.apiList.path, body: good.bytes)
    let noToken = caller.simulation.answer(call, now: caller.now)
    #expect(noToken.status == 400 && caller.json(noToken)["code"] == "InvalidAuthentication")
    let secret = Call("POST", Endpoint.apiToken.path, body: Array(#"{"appKey":"x"}"#.utf8))
    let refused = caller.simulation.answer(secret, now: caller.now)
    #expect(refused.status == 400 && caller.json(refused)["code"] == "invalidClientIdOrSecret")
  }

  @Test func `the newer read throttles with 403`() {
    var caller = Caller()
    var status = 0
    for _ in 0...20 {
      let call = Call("POST", Endpoint.apiList.path, body: Array("{}".utf8))
      status = caller.simulation.answer(call, now: caller.now).status
    }
    #expect(status == 403)
  }

  @Test(arguments: [
    ("throttle", 403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"),
    ("quota", 403, "Forbidden.AccessDenied.ApiCountLimitForOrg"), ("busy", 500, "systemError"),
    ("expireToken", 400, "InvalidAuthentication"), ("code:isp.x", 400, "isp.x"),
  ])
  func `faults of the newer family have its shapes`(name: String, status: Int, code: String) throws
  {
    var caller = Caller()
    caller.simulation.faults = try Faults("apiList#1=\(name)")
    let call = Call("POST", Endpoint.apiList.path, body: Array("{}".utf8))
    guard case .reply(let response) = caller.simulation.receive(call, now: caller.now) else {
      Issue.record("no answer")
      return
    }
    #expect(response.status == status && caller.json(response)["code"]?.text == code)
  }
}
