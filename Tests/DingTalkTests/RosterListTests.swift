import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct RosterListTests {
  private func answer(
    _ result: String,
    users: [Verbatim] = ["u1", "u2"],
    fields: [FieldCode] = ["f"]
  ) async throws -> RosterAnswer {
    let fixture = Fixture()
    let answer = #"{"errcode":0,"result":\#(result),"request_id":"r"}"#
    fixture.transport.script("/v2/list", .json(answer))
    return try await fixture.client.list(users: users, fields: fields)
  }

  @Test func `users and fields go over the wire joined by commas, the agent id as a number`()
    async throws
  {
    let fixture = Fixture()
    fixture.transport.script("/v2/list", .json(#"{"errcode":0,"result":[]}"#))
    let answer = try await fixture.client.list(users: ["b", "a", "b"], fields: ["f", "g"])
    #expect(
      try fixture.transport.lastBody("/v2/list")
        == ["agentid": 4711, "userid_list": "b,a", "field_filter_list": "f,g"]
    )
    #expect(answer.asked == ["f", "g"])
    #expect(answer.absent == [AbsentUser(user: "b"), AbsentUser(user: "a")])
    #expect(answer.company == nil)
  }

  private static let example = #"""
    {"result":[{"corp_id":"ding20a11b7f29e803e535c2f4657eb6378f","field_data_list":[
      {"field_name":"员工状态","field_code":"sys01-employeeStatus","group_id":"sys01",
       "field_value_list":[{"item_index":0,"label":"正式","value":"3"}]}],
      "userid":"0425193814670062","unionid":"3814670062"}],
     "success":true,"errcode":CODE,"errmsg":"无访问权限"}
    """#

  private func example(code: String) async throws -> RosterAnswer {
    let fixture = Fixture()
    let text = RosterListTests.example.replacing("CODE", with: code)
    fixture.transport.script("/v2/list", .json(text))
    return try await fixture.client.list(
      users: ["0425193814670062"],
      fields: ["sys01-employeeStatus"]
    )
  }

  @Test func `the document's own example is read`() async throws {
    let answer = try await example(code: "0")
    #expect(answer.company == "ding20a11b7f29e803e535c2f4657eb6378f")
    #expect(
      answer.users == [
        UserAnswer(
          user: "0425193814670062",
          unionID: "3814670062",
          cells: [
            Cell(
              CellAddress("sys01-employeeStatus"),
              .item(value: .text("3"), label: .text("正式"))
            )
          ]
        )
      ]
    )
    #expect(answer.absent.isEmpty)
  }

  @Test func `the document's own example, as printed, denies permission`() async throws {
    let error = await #expect(throws: DingTalkError.self) { try await example(code: "400020") }
    #expect(
      error
        == .permissionDenied(Refusal(code: "400020", message: "无访问权限"), api: "v2/list")
    )
    #expect(error?.message.contains("无访问权限") == true)
  }

  private static let text = Part.text("x")

  @Test(
    arguments: [
      (#"[{"item_index":0,"value":"x","label":"x"}]"#, [(0, .item(value: text, label: text))]),
      (#"[{"value":"x","label":"x"}]"#, [(0, .item(value: text, label: text))]),
      (#"[{"item_index":null,"value":"x"}]"#, [(0, .item(value: text, label: .missing))]),
      (#"[{"item_index":0,"label":"x"}]"#, [(0, .item(value: .missing, label: text))]),
      (#"[{"item_index":0}]"#, [(0, .item(value: .missing, label: .missing))]),
      (#"[{}]"#, [(0, .item(value: .missing, label: .missing))]),
      (#"[{"value":null,"label":null}]"#, [(0, .item(value: .null, label: .null))]),
      (
        ##"[{"value":"","label":"#VALUE!"}]"##,
        [(0, .item(value: .text(""), label: .text("#VALUE!")))]
      ),
      (
        #"[{"value":1.00,"label":12345678901234567890}]"#,
        [
          (0, .item(value: .json("1.00"), label: .json("12345678901234567890")))
        ]
      ),
      (
        #"[{"value":{"b": 1, "a":[ ]},"label":false}]"#,
        [
          (0, .item(value: .json(#"{"b":1,"a":[]}"#), label: .json("false")))
        ]
      ),
      (
        #"[{"item_index":7,"value":"x"},{"value":"e\u0301","item_index":1}]"#,
        [
          (7, .item(value: text, label: .missing)),
          (1, .item(value: .text("e\u{301}"), label: .missing)),
        ]
      ),
      ("[]", [(0, .emptyList)]), ("null", [(0, .nullList)]), ("ABSENT", [(0, .missingList)]),
    ] as [(String, [(Int, Content)])]
  )
  func `presence is kept exactly`(list: String, cells: [(Int, Content)]) async throws {
    let member = list == "ABSENT" ? "" : #","field_value_list":\#(list)"#
    let answer = try await answer(
      #"[{"userid":"u2","field_data_list":[{"field_code":"f"\#(member)}]}]"#
    )
    let expected = cells.map { Cell(CellAddress("f", $0.0), $0.1) }
    #expect(answer.users == [UserAnswer(user: "u2", cells: expected)])
    #expect(answer.absent == [AbsentUser(user: "u1")])
  }

  @Test func `fields that came unasked are kept, and users are known by their id`() async throws {
    let answer = try await answer(
      #"""
      [{"userid":"u2","unionid":null,"corp_id":"c","field_data_list":[
         {"field_code":"f","field_value_list":[]},{"field_code":"extra","field_value_list":[]}]},
       {"userid":"u1"}]
      """#
    )
    #expect(
      answer.users == [
        UserAnswer(
          user: "u2",
          cells: [Cell(CellAddress("f"), .emptyList), Cell(CellAddress("extra"), .emptyList)]
        ), UserAnswer(user: "u1", cells: []),
      ]
    )
    #expect(answer.company == "c")
    #expect(answer.asked == ["f"])
  }

  @Test(
    arguments: [
      ("null", "result is not a list"), (#"["u1"]"#, "result[0] is not an object"),
      (#"[{"field_data_list":[]}]"#, "result[0].userid is missing"),
      (#"[{"userid":7}]"#, "result[0].userid is not a text"),
      (#"[{"userid":"u3"}]"#, "result[0].userid was not asked for"),
      (#"[{"userid":"u1"},{"userid":"u1"}]"#, "result[1].userid is there twice"),
      (
        #"[{"userid":"u1","corp_id":"a"},{"userid":"u2","corp_id":"b"}]"#,
        "result[1].corp_id is another company's"
      ),
      (#"[{"userid":"u1","field_data_list":{}}]"#, "result[0].field_data_list is not a list"),
      (
        #"[{"userid":"u1","field_data_list":[{"field_value_list":[]}]}]"#,
        "result[0].field_data_list[0].field_code is missing"
      ),
      (
        #"[{"userid":"u1","field_data_list":[{"field_code":"f","field_value_list":"x"}]}]"#,
        "result[0].field_data_list[0].field_value_list is not a list"
      ),
      (
        #"[{"userid":"u1","field_data_list":[{"field_code":"f","field_value_list":[1]}]}]"#,
        "field_data_list[0].field_value_list[0] is not an object"
      ),
      (
        #"[{"userid":"u1","field_data_list":"#
          + #"[{"field_code":"f","field_value_list":[{"item_index":0},{"value":"x"}]}]}]"#,
        "field_value_list[1].item_index is missing"
      ),
      (
        #"[{"userid":"u1","field_data_list":"#
          + #"[{"field_code":"f","field_value_list":[{"item_index":-1}]}]}]"#,
        "field_value_list[0].item_index is not the index of an item"
      ),
      (
        #"[{"userid":"u1","field_data_list":"#
          + #"[{"field_code":"f","field_value_list":[{"item_index":3},{"item_index":3}]}]}]"#,
        "field_data_list[0].field_value_list states an item of its field twice"
      ),
      (
        #"[{"userid":"u1","field_data_list":"#
          + #"[{"field_code":"f"},{"field_code":"f","field_value_list":[{}]}]}]"#,
        "field_data_list[1].field_value_list states an item of its field twice"
      ),
    ]
  )
  func `a malformed answer says where`(result: String, problem: String) async {
    let error = await #expect(throws: DingTalkError.self) { try await answer(result) }
    #expect(error?.name == "dingtalkMalformedAnswer")
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }

  private static let many = (0..<101).map { Verbatim("n\($0)") }

  @Test(
    arguments: [
      ([], ["f"], "it asks for no users"), (["u"], [], "it asks for no fields"),
      (many, ["f"], "it asks for 101 users, and 100 is the most"),
      (["u"], many, "it asks for 101 fields, and 100 is the most"),
      (["u", ""], ["f"], "one of its users has an empty name"),
      (["u,v"], ["f"], "one of its users has a comma"),
    ] as [([Verbatim], [FieldCode], String)]
  )
  func `a question that cannot be put is not sent`(
    users: [Verbatim],
    fields: [FieldCode],
    problem: String
  ) async {
    let fixture = Fixture()
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.list(users: users, fields: fields)
    }
    #expect(error?.name == "dingtalkInvalidQuestion")
    #expect(error?.message.contains(problem) == true)
    #expect(fixture.client.callsMade == 0)
  }

  @Test func `what was asked at which time is part of the answer`() async throws {
    let fixture = Fixture()
    fixture.transport.script("/v2/list", .json(#"{"errcode":-1}"#))
    fixture.transport.script("/v2/list", .json(#"{"errcode":0,"result":[],"request_id":"r9"}"#))
    let start = fixture.timekeeper.now()
    let answer = try await fixture.client.list(users: ["u"], fields: ["f"])
    #expect(answer.askedAt > start)
    #expect(answer.receivedAt == fixture.timekeeper.now())
    #expect(answer.requestID == "r9")
  }
}
