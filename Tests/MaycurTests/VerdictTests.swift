import RemoteAPI
import Roster
import Testing
import VerbatimJSON

@testable import Maycur

struct VerdictTests {
  private static let users: [Verbatim] = ["E10001", "E10002", "E10003"]

  private static func verdicts(_ text: String) throws -> Verdicts {
    Verdicts(of: try Envelope(Array(text.utf8)), to: users)
  }

  /// One letter a row: a(ccepted), r(ejected), u(ncertain).
  private static func letters(_ verdicts: Verdicts) -> String {
    verdicts.verdicts.map { verdict in
      switch verdict {
      case .accepted: "a"
      case .rejected: "r"
      case .uncertain: "u"
      }
    }.joined()
  }

  @Test func `the responses in Maycur's description are understood`() throws {
    let ack = Verdicts(of: try Envelope(Samples.document("seed-ack.json").bytes), to: Self.users)
    #expect(ack.verdicts == [.accepted, .accepted, .accepted])
    let nack = Verdicts(of: try Envelope(Samples.document("seed-nack.json").bytes), to: Self.users)
    #expect(
      nack.verdicts == [
        .rejected(code: "110001", message: "找不到对应的员工"), .accepted, .accepted,
      ]
    )
    #expect(nack.strangers.isEmpty)
  }

  @Test(arguments: [
    (#"{"code":"ACK"}"#, "aaa"),
    (#"{"success":true,"code":"ACK","data":{"errorData":[]}}"#, "aaa"),
    (#"{"code":"ACK","data":{"errorData":[{"key":"E10002"}]}}"#, "ara"),
    (#"{"success":false,"code":"ACK","data":null}"#, "uuu"),
    (#"{"success":true,"code":"NACK","data":{"errorData":[{"key":"E10002"}]}}"#, "uru"),
    (#"{"code":"NACK"}"#, "uuu"),
    (#"{"code":"NACK","data":null}"#, "uuu"),
    (#"{"code":"NACK","data":{}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":null}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":[]}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":{"key":"E10001"}}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":[{"key":"e10003"}]}}"#, "aar"),
    (#"{"code":"NACK","data":{"errorData":[{"key":"E9"}]}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":[{"key":"E10001"},{"key":"E9"}]}}"#, "ruu"),
    (#"{"code":"NACK","data":{"errorData":[{"key":"E10001"},{"errorCode":"1"}]}}"#, "ruu"),
    (#"{"code":"NACK","data":{"errorData":["E10001"]}}"#, "uuu"),
    (#"{"code":"NACK","data":{"errorData":[{"key":""}]}}"#, "uuu"),
    (
      #"{"code":"NACK","data":{"errorData":[{"key":"E10001"},{"key":"E10002"},{"key":"E10003"}]}}"#,
      "rrr"
    ),
  ])
  func `a row is accepted only if the response is certain`(
    text: String,
    letters: String
  ) throws {
    #expect(try Self.letters(Self.verdicts(text)) == letters)
  }

  @Test func `a failure that names no user of ours is stated`() throws {
    let verdicts = try Self.verdicts(
      #"{"code":"NACK","data":{"errorData":[{"key":"E9","errorCode":110001,"errorMessage":"无"}]}}"#
    )
    #expect(verdicts.strangers == [StrangeRow(key: "E9", code: "110001", message: "无")])
    guard case .uncertain(code: "NACK", let message) = verdicts.verdicts[0] else {
      Issue.record("not uncertain: \(verdicts.verdicts[0])")
      return
    }
    #expect(message.text.contains("\"E9\""))
  }

  @Test func `two failures of one row are one rejection with both texts`() throws {
    let verdicts = try Self.verdicts(
      """
      {"code":"NACK","data":{"errorData":[\
      {"key":"E10001","errorCode":"110005","errorMessage":"a"},\
      {"key":"E10001","errorCode":"110009","errorMessage":"b"}]}}
      """
    )
    #expect(verdicts.verdicts[0] == .rejected(code: "110005", message: "a; b"))
    #expect(verdicts.verdicts[1] == .accepted)
  }

  @Test(arguments: [
    (#"{"code":"NACK","message":"token已过期"}"#, true),
    (#"{"code":"NACK","message":"Invalid tokenId","data":null}"#, true),
    (#"{"code":"NACK","message":"请重新登录"}"#, true),
    (#"{"code":"NACK","message":"登录名重复"}"#, false),
    (#"{"code":"NACK","message":"系统繁忙"}"#, false),
    (#"{"code":"ACK","message":"token"}"#, false),
    (#"{"code":"NACK","message":"token","data":{"errorData":[{"key":"E10001"}]}}"#, false),
    (#"{"success":true,"code":"NACK","message":"token"}"#, false),
  ])
  func `a refused token is recognised by the text, unless rows are listed`(
    text: String,
    isToken: Bool
  ) throws {
    #expect(try Envelope(Array(text.utf8)).refusesToken == isToken)
  }

  @Test(arguments: ["", "<html>", "{}", #"{"code":0}"#, #"{"code":"OK"}"#, "[]"])
  func `what is neither ACK nor NACK is malformed`(text: String) {
    #expect(throws: MalformedMaycurResponse.self) { try Envelope(Array(text.utf8)) }
  }
}
