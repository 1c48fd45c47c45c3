import Foundation
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

@testable import DingTalk

/// Reading responses straight from their bytes, compared with reading a document.
@Suite struct ScanningTests {
  /// The result of reading a document; nil if it refuses.
  private func document(_ bytes: [UInt8]) -> ListedUsers? {
    guard let json = try? JSON(parsingLeniently: bytes), json["errcode"]?.integer == 0 else {
      return nil
    }
    return try? ListedUsers(v2list: json)
  }

  private func check(_ bytes: [UInt8], seed: UInt64) -> Bool {
    guard let scanned = ListedUsers(scanning: bytes) else { return false }
    let shown = String(decoding: bytes, as: UTF8.self)
    #expect(scanned == document(bytes), "seed \(seed): \(shown)")
    return true
  }

  @Test func `what is read from the bytes is what the document says, or nothing`() {
    var scanned = 0
    for seed in 0..<400 as Range<UInt64> {
      var maker = RandomResponse(seed: seed, oddity: Int(seed % 4))
      if check(Array(maker.body(users: 4).utf8), seed: seed) { scanned += 1 }
    }
    // If nothing were read from the bytes, nothing would have been compared.
    #expect(scanned > 200)
  }

  @Test func `odd responses are read as the document is, or left to its parser`() {
    var scanned = 0
    for seed in 1000..<1400 as Range<UInt64> {
      var maker = RandomResponse(seed: seed, oddity: 15)
      if check(Array(maker.body(users: 2).utf8), seed: seed) { scanned += 1 }
    }
    #expect(scanned >= 20)
  }

  @Test func `damaged responses are refused as the document parser refuses them`() {
    var scanned = 0
    for seed in 2000..<2600 as Range<UInt64> {
      var maker = RandomResponse(seed: seed, oddity: 1)
      let body = Array(maker.body(users: 2).utf8)
      for _ in 0..<3 where check(maker.damaged(body), seed: seed) { scanned += 1 }
    }
    #expect(scanned >= 20)
  }

  @Test(arguments: [
    #"{"field_code":"f"},{"field_code":"f","field_value_list":[{"item_index":0}]}"#,
    #"{"field_code":"f","field_value_list":[{"item_index":0}]},{"field_code":"f"}"#,
    #"{"field_code":"f","field_value_list":[{"item_index":1},{"item_index":0},{"value":"x","item_index":1}]}"#,
    #"{"field_code":"f","a":1,"field_value_list":[{}]},{"field_code":"f","field_value_list":[]}"#,
  ])
  func `a cell that is there twice is not taken from the bytes`(fields: String) {
    let body = #"{"errcode":0,"result":[{"userid":"u","field_data_list":[\#(fields)]}]}"#
    #expect(ListedUsers(scanning: Array(body.utf8)) == nil)
    #expect(document(Array(body.utf8))?.users.first?.unread.map(\.code) == ["f"])
  }

  @Test func `nesting beyond the limit is left to the document, however it is reached`() {
    for (depth, isRead) in [(JSON.depthLimit - 1, true), (JSON.depthLimit, false)] {
      let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      let body = Array(#"{"errcode":0,"result":[],"x":\#(nest)}"#.utf8)
      #expect((ListedUsers(scanning: body) != nil) == isRead)
      #expect((document(body) != nil) == isRead)
    }
  }

  @Test func `a plain response is what Foundation decodes`() throws {
    for seed in 5000..<5050 as Range<UInt64> {
      var maker = RandomResponse(seed: seed, oddity: 0)
      let body = maker.body(users: 5)
      let scanned = try #require(ListedUsers(scanning: Array(body.utf8)))
      let decoded = try JSONDecoder().decode(PlainAnswer.self, from: Data(body.utf8))
      let users = decoded.result.map { user in
        ListedUser(
          response: UserResponse(
            user: Verbatim(user.userid),
            cells: user.field_data_list.flatMap { field in
              field.field_value_list.map { item in
                Cell(
                  CellAddress(Verbatim(field.field_code), item.item_index),
                  .item(value: .text(Verbatim(item.value)), label: .text(Verbatim(item.label)))
                )
              }
            }
          ),
          company: nil
        )
      }
      #expect(scanned == ListedUsers(users: users, requestID: decoded.request_id), "seed \(seed)")
    }
  }
}

private struct PlainAnswer: Decodable {
  struct User: Decodable {
    struct Field: Decodable {
      struct Item: Decodable {
        let item_index: Int
        let label: String
        let value: String
      }
      let field_code: String
      let field_value_list: [Item]
    }
    let userid: String
    let field_data_list: [Field]
  }
  let result: [User]
  let request_id: String
}
