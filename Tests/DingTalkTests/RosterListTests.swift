@testable import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct RosterListTests {
  private func response(
    _ result: String,
    users: [Verbatim] = ["u1", "u2"],
    fields: [FieldCode] = ["f"]
  ) async throws -> RosterResponse {
    let fixture = Fixture()
    let response = #"{"errcode":0,"result":\#(result),"request_id":"r"}"#
    fixture.transport.script("/v2/list", .json(response))
    return try await fixture.client.list(users: users, fields: fields)
  }

  @Test func `users and fields go over the wire joined by commas, the agent id as a number`()
    async throws
  {
    let fixture = Fixture()
    fixture.transport.script("/v2/list", .json(#"{"errcode":0,"result":[]}"#))
    let response = try await fixture.client.list(users: ["b", "a", "b"], fields: ["f", "g"])
    #expect(
      try fixture.transport.lastBody("/v2/list")
        == ["agentid": 4711, "userid_list": "b,a", "field_filter_list": "f,g"]
    )
    #expect(response.asked == ["f", "g"])
    #expect(response.absent == [AbsentUser(user: "b"), AbsentUser(user: "a")])
    #expect(response.company == nil)
  }

  private static let example = #"""
    {"result":[{"corp_id":"ding20a11b7f29e803e535c2f4657eb6378f","field_data_list":[
      {"field_name":"员工状态","field_code":"sys01-employeeStatus","group_id":"sys01",
       "field_value_list":[{"item_index":0,"label":"正式","value":"3"}]}],
      "userid":"0425193814670062","unionid":"3814670062"}],
     "success":true,"errcode":CODE,"errmsg":"无访问权限"}
    """#

  private func example(code: String) async throws -> RosterResponse {
    let fixture = Fixture()
    let text = RosterListTests.example.replacing("CODE", with: code)
    fixture.transport.script("/v2/list", .json(text))
    return try await fixture.client.list(
      users: ["0425193814670062"],
      fields: ["sys01-employeeStatus"]
    )
  }

  @Test func `the document's own example is read`() async throws {
    let response = try await example(code: "0")
    #expect(response.company == "ding20a11b7f29e803e535c2f4657eb6378f")
    #expect(
      response.users == [
        UserResponse(
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
    #expect(response.absent.isEmpty)
  }

  @Test func `the document's own example, as printed, denies permission`() async throws {
    let error = await #expect(throws: DingTalkError.self) { try await example(code: "400020") }
    #expect(
      error
        == .permissionDenied(DingTalkRefusal(code: "400020", message: "无访问权限"), api: "v2/list")
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
    let response = try await response(
      #"[{"userid":"u2","field_data_list":[{"field_code":"f"\#(member)}]}]"#
    )
    let expected = cells.map { Cell(CellAddress("f", $0.0), $0.1) }
    #expect(response.users == [UserResponse(user: "u2", cells: expected)])
    #expect(response.absent == [AbsentUser(user: "u1")])
  }

  @Test func `fields that came unasked are kept, and users are known by their id`() async throws {
    let response = try await response(
      #"""
      [{"userid":"u2","unionid":null,"corp_id":"c","field_data_list":[
         {"field_code":"f","field_value_list":[]},{"field_code":"extra","field_value_list":[]}]},
       {"userid":"u1"}]
      """#
    )
    #expect(
      response.users == [
        UserResponse(
          user: "u2",
          cells: [Cell(CellAddress("f"), .emptyList), Cell(CellAddress("extra"), .emptyList)]
        ), UserResponse(user: "u1", cells: []),
      ]
    )
    #expect(response.company == "c")
    #expect(response.asked == ["f"])
  }

  @Test(
    arguments: [
      ("{}", "result is not a list"), (#""text""#, "result is not a list"),
      (
        #"[{"userid":"u1","corp_id":"a"},{"userid":"u2","corp_id":"b"}]"#,
        "result[1].corp_id is another company's"
      ),
    ]
  )
  func `what cannot be understood at all says where`(result: String, problem: String) async {
    let error = await #expect(throws: DingTalkError.self) { try await response(result) }
    #expect(error?.name == "dingtalkMalformedResponse")
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }

  private static func field(_ list: String) -> String {
    #"{"userid":"u1","field_data_list":[{"field_code":"f","field_value_list":\#(list)}]}"#
  }

  /// What replaces u1, and what is set aside; of which user, and of which field.
  private static let aside: [(String, SetAside)] = [
    ("null", person("result[0] is not an object")),
    (#""u1""#, person("result[0] is not an object")),
    ("7", person("result[0] is not an object")), ("{}", person("result[0].userid is missing")),
    (#"{"userid":null}"#, person("result[0].userid is no key of a user")),
    (#"{"userid":""}"#, person("result[0].userid is no key of a user")),
    (#"{"userid":" "}"#, person("result[0].userid is no key of a user")),
    (#"{"userid":"a,b"}"#, person("result[0].userid is no key of a user")),
    (#"{"userid":1.5}"#, person("result[0].userid is no key of a user")),
    (
      #"{"userid":"u1","field_data_list":{}}"#,
      SetAside(.person, user: "u1", problem: "field_data_list is not a list")
    ),
    (
      #"{"userid":"u1","x":1,"x":2}"#, person("result[0] is not an object")
    ),
    (
      #"{"userid":"u1"},{"userid":"u1","field_data_list":[{"field_code":"f"}]}"#,
      SetAside(.person, user: "u1", problem: "is there twice, differently")
    ),
    (
      #"{"userid":"u1","field_data_list":[null]}"#,
      SetAside(.field, user: "u1", problem: "field_data_list[0] is not an object")
    ),
    (
      #"{"userid":"u1","field_data_list":[{"field_value_list":[]}]}"#,
      SetAside(.field, user: "u1", problem: "field_data_list[0].field_code is missing")
    ),
    (
      #"{"userid":"u1","field_data_list":[{"field_code":"a\nb"}]}"#,
      SetAside(
        .field,
        user: "u1",
        problem: "field_data_list[0].field_code holds a control character"
      )
    ),
    (field(#""x""#), ofField("field_value_list is not a list")),
    (field("[1]"), ofField("field_value_list[0] is not an object")),
    (field("[{},null]"), ofField("field_value_list[1] is not an object")),
    (
      field(#"[{"item_index":1},{"value":"x"}]"#),
      ofField("field_value_list has items whose item_index is missing")
    ),
    (
      field(#"[{"item_index":-1}]"#),
      ofField("field_value_list[0].item_index is not the index of an item")
    ),
    (
      field(#"[{"item_index":"one"}]"#),
      ofField("field_value_list[0].item_index is not the index of an item")
    ),
    (
      field(#"[{"item_index":3,"value":"x"},{"item_index":3}]"#),
      ofField("field_value_list states an item twice, and differently")
    ),
    (
      field(#"[{"value":"\ud83d"}]"#),
      ofField("field_value_list[0].value is no text that can be kept")
    ),
    (
      field(#"[{"value":["\ud83d"]}]"#),
      ofField("field_value_list[0].value is no text that can be kept")
    ),
    (field(#"[{"value":"x","value":"y"}]"#), ofField("field_value_list[0] is not an object")),
    (
      #"{"userid":"u1","field_data_list":[{"field_code":"f"},{"field_code":"f","field_value_list":[{}]}]}"#,
      ofField("field_value_list is there twice, with different items")
    ),
  ]

  /// A person who cannot be identified as u1 or as another user.
  private static func person(_ problem: String) -> SetAside {
    SetAside(.person, user: "u1", problem: "\(problem), and may be this person")
  }

  private static func ofField(_ problem: String) -> SetAside {
    SetAside(.field, user: "u1", field: "f", problem: problem)
  }

  @Test(arguments: aside)
  func `what cannot be read is set aside, and everybody else is there`(
    person: String,
    aside: SetAside
  ) async throws {
    let good = #"{"userid":"u2","field_data_list":[{"field_code":"f","field_value_list":[]}]}"#
    let response = try await response("[\(person),\(good)]")
    #expect(response.setAside.first == aside)
    let other = UserResponse(user: "u2", cells: [Cell(CellAddress("f"), .emptyList)])
    #expect(response.users.last == other)
    #expect(response.absent.isEmpty)
    if aside.part == .field {
      #expect(response.users.map(\.user) == ["u1", "u2"])
      #expect(response.users[0].cells.isEmpty)
    } else {
      #expect(response.users.map(\.user) == ["u2"])
    }
  }

  @Test(
    arguments: [
      (#"{"userid":"u1"},{"userid":"u1"}"#, []), (#"{"userid":" u1\t"}"#, []),
      (#"{"userid":"U1"}"#, []), (#"{"userid":"u1","unionid":7,"corp_id":7}"#, []),
      (#"{"userid":"u1","unionid":"无"}"#, []), (#"{"userid":"u1","field_data_list":null}"#, []),
      (field(#"[{"item_index":"0","value":"x"}]"#), [0]),
      (field(#"[{"item_index":0,"value":"x"},{"item_index":0,"value":"x"}]"#), [0]),
      (field(#"[{"item_index":0,"value":"x"},{"item_index":0,"value":"y"}]"#), [0, 1]),
      (field(#"[{"value":"x"},{"value":"y"}]"#), [0, 1]),
      (field(#"[{"value":"x"},{"item_index":1,"value":"y"}]"#), [0, 1]),
      (
        #"{"userid":"u1","field_data_list":[{"field_code":"f"},{"field_code":"f"}]}"#, [0]
      ),
      (
        #"{"userid":"u1","field_data_list":[{"field_code":"f","field_value_list":[{"item_index":1}]},"#
          + #"{"field_code":"f","field_value_list":[{"item_index":0}]}]}"#,
        [1, 0]
      ),
    ] as [(String, [Int])]
  )
  func `harmless shapes are read`(person: String, items: [Int]) async throws {
    let response = try await response("[\(person)]")
    #expect(response.setAside.isEmpty)
    #expect(response.users.map(\.user) == ["u1"])
    #expect(response.users[0].unionID == nil)
    #expect(response.users[0].cells.map(\.address.item) == items)
    #expect(response.absent == [AbsentUser(user: "u2")])
  }

  @Test(arguments: ["null", "[]"])
  func `no list is an empty one`(result: String) async throws {
    let response = try await response(result)
    #expect(response.users.isEmpty)
    #expect(response.absent.map(\.user) == ["u1", "u2"])
  }

  @Test func `a user who was not asked for is set aside`() async throws {
    let response = try await response(#"[{"userid":"u3"},{"userid":"u1"}]"#)
    #expect(response.users.map(\.user) == ["u1"])
    #expect(response.setAside == [SetAside(.person, problem: "userid was not asked for")])
    #expect(response.absent == [AbsentUser(user: "u2")])
  }

  @Test func `keys that differ in case alone are distinguished where both were asked for`()
    async throws
  {
    let response = try await response(
      #"[{"userid":"a","corp_id":"c"},{"userid":"A"}]"#,
      users: ["A", "a", "b"]
    )
    #expect(response.users.map(\.user) == ["a", "A"])
    #expect(response.setAside.isEmpty)
  }

  @Test func `a field set aside is in the scope of no user who lacks it`() async throws {
    let response = try await response(
      "[\(Self.field("[1]")),"
        + #"{"userid":"u2","field_data_list":[{"field_code":"g","field_value_list":[]}]}]"#,
      fields: ["f", "g"]
    )
    let parts = response.partsOfOneScope
    #expect(parts.map(\.asked) == [["f", "g"], ["g"]])
    #expect(parts.map { $0.users.map(\.user) } == [["u2"], ["u1"]])
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

  @Test func `what was asked at which time is part of the response`() async throws {
    let fixture = Fixture()
    fixture.transport.script("/v2/list", .json(#"{"errcode":-1}"#))
    fixture.transport.script("/v2/list", .json(#"{"errcode":0,"result":[],"request_id":"r9"}"#))
    let start = fixture.timekeeper.now()
    let response = try await fixture.client.list(users: ["u"], fields: ["f"])
    #expect(response.askedAt > start)
    #expect(response.receivedAt == fixture.timekeeper.now())
    #expect(response.requestID == "r9")
  }
}
