import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `The sandbox's reading calls` {
  @Test func `give the same token, renewed, while it lives, and another afterwards`() {
    var caller = Caller()
    let first = caller.logIn()
    #expect(first["errcode"] == 0 && first["expires_in"] == 7200)
    caller.now = caller.now + .seconds(7000)
    #expect(caller.logIn()["access_token"] == first["access_token"])
    caller.now = caller.now + .seconds(7000)
    #expect(caller.post(.catalog)["errcode"] == 0)
    caller.now = caller.now + .seconds(300)
    #expect(caller.post(.catalog)["errcode"] == 40014)
    #expect(caller.logIn()["access_token"] != first["access_token"])
  }

  @Test func `refuse a wrong secret with 40089`() {
    var caller = Caller()
    let response = caller.send(
      Call("GET", "/gettoken", query: ["appkey": "dingsandbox", "appsecret": "wrong"])
    )
    #expect(response["errcode"] == 40089)
    #expect(response["access_token"] == nil)
  }

  @Test(arguments: [
    ("direct", 40014, nil), ("timedOut", 42001, nil), ("subcode", 40014, nil),
    ("wrapped88", 88, "40014"),
  ])
  func `refuse a bad token in the shape of the quirk`(
    reading: String,
    code: Int64,
    subcode: String?
  ) throws {
    var caller = Caller()
    try caller.simulation.quirks.set("tokenError=\(reading)")
    let response = caller.send(caller.call(.catalog, ["agentid": 1], token: "bad"))
    #expect(response["errcode"]?.integer == code)
    #expect(response["sub_code"]?.text == subcode)
    let isGateway = response["errmsg"]?.text?.contains("ding talk error") == true
    #expect(isGateway == ["wrapped88", "subcode"].contains(reading))
  }

  @Test(arguments: [Quirks.lenient, Quirks.strict], [1, 7, 50])
  func `list everybody, by an opaque cursor`(quirks: Quirks, size: Int) {
    var caller = Caller(quirks, people: 130)
    try? caller.simulation.company.leave(caller.simulation.company.user(4))
    let listed = caller.everybody(size: size)
    #expect(listed.users == caller.simulation.company.userids.map(\.text))
    #expect(listed.pages.allSatisfy { 1...size ~= $0 })
  }

  @Test func `give pages that are shorter than asked though more follow`() {
    var caller = Caller(.strict, people: 400)
    let pages = caller.everybody().pages
    #expect(pages.dropLast().contains { $0 < 50 })
  }

  @Test func `skip no one when a person leaves between two pages`() throws {
    var caller = Caller(people: 60)
    let first = caller.post(.users, ["status_list": "2,3,5,-1", "offset": 0, "size": 10])
    let cursor = try #require(first["result"]?["next_cursor"])
    let leaver = caller.simulation.company.user(1)
    try caller.simulation.company.leave(leaver)
    let second = caller.post(.users, ["status_list": "2,3,5,-1", "offset": cursor, "size": 10])
    let seen = [first, second].flatMap { $0["result"]?["data_list"]?.elements ?? [] }
    let expected = [leaver] + caller.simulation.company.userids
    #expect(Set(seen.compactMap(\.text)).isSubset(of: expected.map(\.text)))
    #expect(Set(seen).count == seen.count)
    #expect(
      seen.compactMap(\.text) == (0..<seen.count).map { caller.simulation.company.user($0).text }
    )
  }

  @Test func `list only part of the people once shrunk`() {
    var caller = Caller(people: 100)
    caller.simulation.company.listedShare = 0.4
    #expect(caller.everybody().users.count == 40)
  }

  @Test(arguments: [
    #"{"agentid":23470561,"offset":0,"size":50}"#,
    #"{"agentid":23470561,"status_list":"3","offset":0,"size":51}"#,
    #"{"agentid":23470561,"status_list":"3","offset":0,"size":0}"#,
    #"{"agentid":23470561,"status_list":"3","offset":17,"size":50}"#,
    #"{"agentid":23470561,"status_list":"3","offset":0}"#,
  ])
  func `refuse a list of users that is asked for wrongly`(body: String) throws {
    var caller = Caller()
    let response = caller.send(caller.call(.users, try JSON(parsing: body)))
    #expect(response["errcode"] == 400_002)
  }

  @Test func `refuse an empty body, a wrong method and a body that is no JSON`() {
    var caller = Caller()
    var call = caller.call(.users, [:])
    call.body = []
    #expect(caller.send(call)["errcode"] == 40035)
    call.body = Array("{".utf8)
    #expect(caller.send(call)["errcode"] == 40035)
    call.method = "GET"
    #expect(caller.send(call)["errcode"] == 43002)
  }

  @Test func `describe every field, options as JSON in a string`() throws {
    var caller = Caller()
    let groups = try #require(caller.post(.catalog)["result"]?.elements)
    #expect(groups.count == 13)
    #expect(groups.filter { $0["detail"] == true }.count == 4)
    let fields = groups.flatMap { $0["field_meta_info_list"]?.elements ?? [] }
    #expect(fields.count <= 100)
    #expect(Set(fields.compactMap { $0["field_code"]?.text }).count == fields.count)
    let nation = try #require(fields.first { $0["field_code"] == "sys02-nationType" })
    let options = try JSON(parsing: try #require(nation["option_text"]?.text)).elements
    #expect(options?.count == 58)
    #expect(options?.first == ["label": "汉族", "value": "1"])
    let derived = fields.filter { $0["derived"] == true }.compactMap { $0["field_code"]?.text }
    #expect(Set(derived) == ["sys00-entryAge", "sys02-age", "sys02-workAge"])
  }

  @Test func `leave the fields that come unasked out of a strict catalog`() {
    var caller = Caller(.strict)
    let text = caller.post(.catalog).compact
    #expect(text.contains("\"field_code\":\"部门\""))
    #expect(!text.contains("部门id列表"))
  }

  @Test(arguments: QuirkTable.CatalogCodes.allCases)
  func `give the catalog's codes of sys00, and take them in a read, as the quirk has it`(
    quirk: QuirkTable.CatalogCodes
  ) throws {
    var quirks = Quirks.lenient
    quirks.catalogCodes = quirk
    var caller = Caller(quirks)
    let text = caller.post(.catalog).compact
    #expect(text.contains(#""field_code":"sys00-mobile""#) == (quirk == .equal))
    #expect(text.contains(#""field_code":"手机号""#) == (quirk != .equal))
    #expect(text.contains(#""field_code":"sys02-sexType""#))
    let user = JSON.string(caller.simulation.company.user(0).text)
    func read(_ fields: String) -> (code: JSON?, fields: [String]) {
      let response = caller.post(
        .list,
        ["userid_list": user, "field_filter_list": .string(fields)]
      )
      let found = response["result"]?.elements?.first?["field_data_list"]?.elements ?? []
      return (response["errcode"], found.compactMap { $0["field_code"]?.text })
    }
    #expect(read("sys00-mobile").fields == ["sys00-mobile"])
    let asked = read("手机号,sys02-sexType")
    #expect(asked.code == (quirk == .chineseRefused ? 400_002 : 0))
    switch quirk {
    case .equal, .chineseIgnored: #expect(asked.fields == ["sys02-sexType"])
    case .chineseMapped: #expect(asked.fields == ["sys00-mobile", "sys02-sexType"])
    case .chineseRefused: #expect(asked.fields.isEmpty)
    }
  }

  @Test func `give users in another order than asked, each once, unknown ones left out`() throws {
    var caller = Caller(people: 30)
    let asked = caller.simulation.company.userids.map(\.text)
    let list = JSON.string((asked + ["nobody", asked[0]]).joined(separator: ","))
    let response = caller.post(.list, ["userid_list": list, "field_filter_list": "sys00-name"])
    let users = try #require(response["result"]?.elements).compactMap { $0["userid"]?.text }
    #expect(users != asked)
    #expect(users.sorted() == asked.sorted())
  }

  @Test func `bring the ids of departments with their names, and never a photo`() {
    var caller = Caller()
    let user = JSON.string(caller.simulation.company.user(0).text)
    let response = caller.post(
      .list,
      ["userid_list": [user], "field_filter_list": ["sys00-dept", "sys08-personalPhoto", "x"]]
    )
    let fields = response["result"]?.elements?.first?["field_data_list"]?.elements ?? []
    #expect(fields.compactMap { $0["field_code"]?.text } == ["sys00-deptIds", "sys00-dept"])
    #expect(!caller.post(.list, ["userid_list": [user]]).compact.contains("sys08-"))
  }

  @Test(arguments: [("userid_list", 101, 1), ("field_filter_list", 1, 101)])
  func `refuse more than 100 users or fields`(name: String, users: Int, fields: Int) {
    for (quirks, code) in [(Quirks.lenient, 400_002), (.strict, nil)] as [(Quirks, Int64?)] {
      var caller = Caller(quirks, people: 1)
      let user = caller.simulation.company.user(0).text
      let response = caller.post(
        .list,
        [
          "userid_list": .strings(Array(repeating: user, count: users)),
          "field_filter_list": .strings((0..<fields).map { "f\($0)" }),
        ]
      )
      #expect(response["errcode"]?.integer == code, "\(name)")
    }
  }

  @Test func `fail whole pages in the strict reading, without naming a user`() {
    var caller = Caller(.strict, people: 10)
    let company = caller.simulation.company
    let good = JSON.string(company.user(0).text)
    let bad = JSON.string(company.user(5).text)
    #expect(caller.post(.list, ["userid_list": [good]])["result"]?.elements?.count == 1)
    #expect(caller.post(.list, ["userid_list": [good, bad]])["errcode"] == 400_002)
    #expect(caller.post(.list, ["userid_list": [good, "nobody"]])["errcode"] == 400_002)
    try? caller.simulation.company.leave(company.user(0))
    #expect(caller.post(.list, ["userid_list": [good]])["errcode"] == 400_002)
  }

  @Test func `withhold a field from responses, and a disabled one from the catalog too`() {
    var caller = Caller()
    let user = caller.simulation.company.user(0)
    caller.simulation.company.withheldFields = ["sys00-name"]
    #expect(caller.read(user, "sys00-name") == nil)
    #expect(caller.post(.catalog).compact.contains("\"sys00-name\""))
    caller.simulation.company.disabledFields = ["sys00-mobile"]
    #expect(caller.read(user, "sys00-mobile") == nil)
    #expect(!caller.post(.catalog).compact.contains("sys00-mobile"))
    caller.simulation.company.withheldFields = []
    #expect(caller.read(user, "sys00-name") != nil)
  }

  @Test func `refuse without the permission`() {
    var caller = Caller()
    caller.simulation.permissions = [.write]
    #expect(caller.post(.list, ["userid_list": "x"])["errcode"] == 400_020)
    caller.simulation.permissions = [.read]
    #expect(caller.post(.update)["errcode"] == 400_020)
    #expect(caller.post(.catalog)["errcode"] == 0)
  }

  @Test func `throttle the call after the twentieth of a second, on that endpoint alone`() {
    var caller = Caller()
    let call = caller.call(.catalog, ["agentid": "23470561"])
    let now = caller.now + .seconds(60)
    for _ in 0..<20 { #expect(caller.simulation.answer(call, now: now).code == 0) }
    #expect(caller.simulation.answer(call, now: now).code == 90018)
    let other = caller.call(
      .users,
      ["agentid": 23_470_561, "status_list": "3", "offset": 0, "size": 1]
    )
    #expect(caller.simulation.answer(other, now: now).code == 0)
    #expect(caller.simulation.answer(call, now: now + .seconds(1)).code == 0)
    caller.simulation.quirks = .strict
    for _ in 0..<19 { _ = caller.simulation.answer(call, now: now + .seconds(1)) }
    let wrapped = caller.json(caller.simulation.answer(call, now: now + .seconds(1)))
    #expect(wrapped["errcode"] == 88 && wrapped["sub_code"] == "90018")
  }

  @Test func `show nothing of a company that another took the place of`() throws {
    var caller = Caller(people: 5, seed: 1)
    var edited = caller.simulation.company
    let user = edited.user(0)
    let name = caller.read(user, "sys00-name")
    try edited.edit(user, "sys00-name", value: "甲")
    try caller.simulation.company.edit(user, "sys00-name", value: "乙")
    #expect(caller.read(user, "sys00-name") == ["0:乙"])
    caller.simulation.company = edited
    #expect(caller.read(user, "sys00-name") == ["0:甲"] && name != ["0:甲"])
    caller.simulation.company = Company(seed: 2, people: 5)
    #expect(caller.read(user, "sys00-name") == nil)
    let own = try #require(caller.simulation.company.catalog.groups.last?.fields.first?.code)
    try caller.simulation.company.edit(caller.simulation.company.user(0), own, value: "丙")
    #expect(caller.read(caller.simulation.company.user(0), own.text)?.first == "0:丙")
  }

  @Test func `show another company under another id`() {
    var caller = Caller()
    caller.simulation.company.corpID = "dingother"
    let user = JSON.string(caller.simulation.company.user(0).text)
    let response = caller.post(.list, ["userid_list": [user]])
    #expect(response["result"]?.elements?.first?["corp_id"] == "dingother")
  }
}
