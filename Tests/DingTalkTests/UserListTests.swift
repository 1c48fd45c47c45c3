import DingTalk
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

struct UserListTests {
  private func page(_ response: String, from cursor: Int64 = 0) async throws -> UserListPage {
    let fixture = Fixture()
    fixture.transport.script("/queryonjob", .json(response))
    return try await fixture.client.activeUsers(from: cursor)
  }

  @Test func `a page is asked for as the wire wants it`() async throws {
    let fixture = Fixture()
    let response =
      #"{"errcode":0,"result":{"data_list":["b","a"],"next_cursor":9},"request_id":"r"}"#
    fixture.transport.script("/queryonjob", .json(response))
    let page = try await fixture.client.activeUsers(from: 538491)
    #expect(
      try fixture.transport.lastBody("/queryonjob")
        == ["agentid": 4711, "status_list": "2,3,5,-1", "offset": 538491, "size": 50]
    )
    #expect(page.users == ["b", "a"])
    #expect(page.next == 9)
    #expect(page.requestID == "r")
    #expect(page.askedAt == fixture.timekeeper.now())
  }

  @Test(
    arguments: [
      (#"{"data_list":[],"next_cursor":50}"#, 50), (#"{"data_list":["a"],"next_cursor":3}"#, 3),
      (#"{"data_list":["a"],"next_cursor":-5}"#, -5), (#"{"data_list":["a"]}"#, nil),
      (#"{"data_list":["a"],"next_cursor":null}"#, nil),
      (#"{"data_list":["a"],"next_cursor":0}"#, nil), (#"{"data_list":[]}"#, nil),
      (#"{"data_list":["a"],"next_cursor":""}"#, nil), ("{}", nil),
      (#"{"data_list":["a"],"next_cursor":"50"}"#, 50), (#"{"data_list":null}"#, nil),
      (#"{"data_list":["a"],"next_cursor":7}"#, 7),
    ] as [(String, Int64?)]
  )
  func `only the cursor says where the list ends`(result: String, next: Int64?) async throws {
    #expect(try await page(#"{"errcode":0,"result":\#(result)}"#).next == next)
  }

  @Test(
    arguments: [
      (#"[]"#, "result is not an object"), (#"{"data_list":{}}"#, "result.data_list is not a list"),
      (#"{"data_list":[],"next_cursor":"x"}"#, "result.next_cursor is not an integer"),
      (#"{"data_list":[],"next_cursor":1.5}"#, "result.next_cursor is not an integer"),
    ]
  )
  func `a malformed page says where`(result: String, problem: String) async {
    let error = await #expect(throws: DingTalkError.self) {
      try await page(#"{"errcode":0,"result":\#(result)}"#, from: 7)
    }
    #expect(error?.name == "dingtalkMalformedResponse")
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }

  @Test func `what is no key of a user is set aside, and the others are listed once`() async throws
  {
    let list = #"["a",7,"",null," b\u3000","a","x,y","c\u0000d",{},"\ufeffe"]"#
    let page = try await page(#"{"errcode":0,"result":{"data_list":\#(list)}}"#)
    #expect(page.users == ["a", "7", "b", "e"])
    #expect(page.setAside.map(\.user) == ["", nil, "x,y", "c\u{0}d", nil])
    #expect(page.setAside[2].problem == "data_list[6] is no key of a user")
  }

  @Test(arguments: [#"{"errcode":0}"#, #"{"errcode":0,"result":null}"#])
  func `a missing result ends a list, and is no beginning of one`(response: String) async throws {
    let last = try await page(response, from: 7)
    #expect(last.users.isEmpty)
    #expect(last.next == nil)
    await #expect(throws: DingTalkError.self) { try await page(response) }
  }
}
