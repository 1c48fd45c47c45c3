@testable import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

@Suite struct `What a follower of the Stream does next` {
  private static let start = Instant(milliseconds: 0)

  /// A decider, and what it decided, in words.
  private struct Follower {
    var decider = StreamDecider()
    var now = start
    var random = 0.0

    mutating func words(_ event: StreamDecider.Event, after: Duration = .zero) -> [String] {
      now = now + after
      return decider.receive(event, now: now, random: random).map { action in
        switch action {
        case .connect: "connect"
        case .send(let text): "send " + Follower.shown(text)
        case .ping: "ping"
        case .handOn(let event, let message): "hand on \(event.id) of \(message)"
        case .close: "close"
        case .wait(let duration, let error): "wait \(duration.inSeconds) \(error?.name ?? "-")"
        case .giveUp(let error): "give up \(error.name)"
        }
      }
    }

    mutating func open() {
      _ = words(.ready)
      _ = words(.opened)
    }

    /// The code, message and data of a reply.
    private static func shown(_ text: String) -> String {
      guard let json = try? JSON(parsing: text) else { return text }
      return "\(json["code"]?.integer ?? 0) \(json["headers"]?["messageId"]?.text ?? "")"
        + " \(json["data"]?.text ?? "")"
    }
  }

  private static func event(
    _ message: String,
    _ type: String = "hrm_user_record_change",
    data: String = #"{"staffId":"u1"}"#
  ) -> StreamDecider.Event {
    let headers: JSON = [
      "messageId": .string(message), "eventId": .string("e-" + message),
      "eventType": .string(type), "eventBornTime": "1700000000000",
    ]
    let frame: JSON = [
      "specVersion": "1.0", "type": "EVENT", "headers": headers, "data": .string(data),
    ]
    return .received(frame.compact)
  }

  private static func system(_ topic: String, _ data: String = "{}") -> StreamDecider.Event {
    let headers: JSON = ["messageId": "m", "topic": .string(topic)]
    let frame: JSON = ["type": "SYSTEM", "headers": headers, "data": .string(data)]
    return .received(frame.compact)
  }

  @Test func `it acknowledges an event when it is recorded, and not before`() {
    var follower = Follower()
    #expect(follower.words(.ready) == ["connect"])
    #expect(follower.words(.opened) == [])
    #expect(follower.words(Self.event("1")) == ["hand on e-1 of 1"])
    #expect(follower.words(Self.event("2")) == ["hand on e-2 of 2"])
    #expect(follower.words(.recorded(message: "2")) == [#"send 200 2 {"status":"SUCCESS"}"#])
    #expect(follower.words(.notRecorded(message: "1")) == [#"send 200 1 {"status":"LATER"}"#])
    #expect(follower.words(.recorded(message: "1")) == [])
  }

  @Test func `it acknowledges at once what is about no person`() {
    var follower = Follower()
    follower.open()
    let words = follower.words(Self.event("1", "org_dept_create"))
    #expect(words == [#"send 200 1 {"status":"SUCCESS"}"#])
    let callback = #"{"type":"CALLBACK","headers":{"messageId":"c"},"data":"{}"}"#
    #expect(follower.words(.received(callback)) == ["send 404 c {}"])
  }

  @Test func `it puts off events beyond a thousand in hand`() {
    var follower = Follower()
    follower.open()
    for number in 1...1000 { _ = follower.words(Self.event("\(number)")) }
    #expect(follower.words(Self.event("x")) == [#"send 200 x {"status":"LATER"}"#])
    _ = follower.words(.recorded(message: "7"))
    #expect(follower.words(Self.event("x")) == ["hand on e-x of x"])
  }

  @Test func `it repeats a ping's content, and pings when nothing is heard`() {
    var follower = Follower()
    follower.open()
    let ping = Self.system("ping", #"{"opaque":"7"}"#)
    #expect(follower.words(ping) == [#"send 200 m {"opaque":"7"}"#])
    #expect(follower.words(.time, after: .seconds(59)) == [])
    #expect(follower.words(.time, after: .seconds(1)) == ["ping"])
    #expect(follower.decider.nextTime == follower.now + .seconds(60))
    #expect(follower.words(.heard, after: .seconds(1)) == [])
    #expect(follower.words(.time, after: .seconds(60)) == ["ping"])
    #expect(follower.words(.time, after: .seconds(60)) == ["close"])
    #expect(follower.words(.ended(nil)) == ["wait 0.5 streamSilent"])
  }

  @Test func `it connects anew at once when DingTalk asks for it, unless it just connected`() {
    var follower = Follower()
    follower.open()
    #expect(follower.words(Self.system("disconnect"), after: .seconds(10)) == ["close"])
    #expect(follower.words(Self.event("1")) == [])
    #expect(follower.words(.ended(nil)) == ["connect"])
    _ = follower.words(.opened)
    #expect(follower.words(Self.system("disconnect"), after: .seconds(9)) == ["close"])
    #expect(follower.words(.ended(nil)) == ["wait 0.5 -"])
  }

  @Test(arguments: [
    "", "hello", "[]", "{}", #"{"type":"EVENT"}"#, #"{"type":"EVENT","headers":{}}"#,
    #"{"type":7,"headers":{"messageId":"m"}}"#, #"{"type":"EVENT","headers":{"messageId":""}}"#,
  ])
  func `rubbish is one clear error, and ends the connection`(text: String) {
    var follower = Follower()
    follower.open()
    #expect(follower.words(.received(text)) == ["close"])
    #expect(follower.words(.received(text)) == [])
    let lost = TransportError.connectionLost(url: "", cause: "")
    #expect(follower.words(.ended(lost)) == ["wait 0.5 streamMalformedFrame"])
  }

  @Test func `waits double up to five minutes, and begin anew after a minute's connection`() {
    var follower = Follower()
    let lost = TransportError.connectionLost(url: "", cause: "")
    var waits: [String] = []
    for _ in 1...11 {
      follower.open()
      waits += follower.words(.ended(lost))
    }
    let seconds = ["0.5", "1.0", "2.0", "4.0", "8.0", "16.0", "32.0", "64.0", "128.0"]
    #expect(waits == (seconds + ["150.0", "150.0"]).map { "wait \($0) connectionLost" })
    follower.random = 1
    #expect(follower.words(.ended(lost)) == ["wait 300.0 connectionLost"])
    follower.open()
    #expect(follower.words(.ended(lost), after: .seconds(60)) == ["wait 1.0 connectionLost"])
  }

  @Test func `a wrong secret ends it at the first connection, and only then`() {
    let refusal = DingTalkRefusal(code: "invalidClientIdOrSecret", message: nil)
    let wrong = DingTalkError.credentialsRefused(refusal, api: "gateway/connections/open")
    var follower = Follower()
    _ = follower.words(.ready)
    #expect(follower.words(.ended(wrong)) == ["give up dingtalkCredentialsRefused"])
    follower.open()
    #expect(follower.words(.ended(wrong)) == ["wait 0.5 dingtalkCredentialsRefused"])
  }

  @Test func `an event of an earlier connection is not acknowledged on the next`() {
    var follower = Follower()
    follower.open()
    _ = follower.words(Self.event("1"))
    _ = follower.words(.ended(nil))
    follower.open()
    #expect(follower.words(.recorded(message: "1")) == [])
  }

  @Test(arguments: [
    ("hrm_user_record_change", #"{"actionType":"x","staffId":"u1"}"#, "values u1"),
    ("hrm_mdm_user_change", #"{"changeType":8,"staffId":"u1"}"#, "values u1"),
    ("user_modify_org", #"{"userId":["u1","u2"],"diffInfo":[]}"#, "values u1,u2"),
    ("user_add_org", #"{"userId":["u1"]}"#, "joined u1"),
    ("user_add_org", #"{"userId":[17]}"#, "joined 17"),
    ("user_leave_org", #"{"userId":["u1"]}"#, "left u1"),
    ("user_leave_org", #"{"userId":[]}"#, "left anyone"),
    ("user_modify_org", #"{"userId":["u1",null]}"#, "values anyone"),
    ("user_modify_org", #"{"userId":["u1,u2"]}"#, "values anyone"),
    ("hrm_user_record_change", "rubbish", "values anyone"),
    ("org_change", #"{"userId":["u1"]}"#, "nothing"),
  ])
  func `an event names people, or may mean anyone`(type: String, data: String, meant: String)
    throws
  {
    guard case .received(let text) = Self.event("1", type, data: data) else { return }
    let event = ChangeEvent(try StreamFrame(parsing: text))
    let users = event?.users?.map(\.text).joined(separator: ",") ?? "anyone"
    #expect(event.map { "\($0.kind) \(users)" } ?? "nothing" == meant)
    #expect(event == nil || event?.born == Instant(milliseconds: 1_700_000_000_000))
  }
}
