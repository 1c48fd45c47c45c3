@testable import RemoteAPI
import Testing
import VerbatimJSON

@testable import DingTalk

/// A call that writes is left to its caller after every attempt, which is on record by itself.
struct NextStepTests {
  @Test(
    arguments: [
      (.unanswered(.connectionFailed(url: "u", cause: "c"), api: "a", attempts: 1), true),
      (.unanswered(.connectionLost(url: "u", cause: "c"), api: "a", attempts: 1), true),
      (.unanswered(.timedOut(url: "u", after: .seconds(1)), api: "a", attempts: 1), true),
      (.serverFailed(status: 500, api: "a", attempts: 1, excerpt: ""), true),
      (.throttled(DingTalkRefusal(code: "90018", message: nil), api: "a", attempts: 1), true),
      (.busy(DingTalkRefusal(code: "-1", message: nil), api: "a", attempts: 1), true),
      (.refused(DingTalkRefusal(code: "33012", message: nil), api: "a"), false),
    ] as [(DingTalkError, Bool)]
  )
  func `only a call that reads is repeated`(error: DingTalkError, isWorthIt: Bool) {
    for isRepeatable in [true, false] {
      let call = DingTalkCall(api: "a", method: .post, path: "/a", isRepeatable: isRepeatable)
      let wait = DingTalkJudge.ofTests.wait(
        after: error,
        of: call,
        attempt: 1,
        policy: RetryPolicy(),
        random: 0
      )
      #expect((wait != nil) == (isRepeatable && isWorthIt))
    }
  }

  @Test func `a success is handed on whole`() throws {
    let call = DingTalkCall(api: "list", method: .post, path: "/list")
    let response = APIResponse(status: 200, contentType: nil, body: Array(#"{"errcode":0}"#.utf8))
    let attempt = DingTalkAttempt(call: call, number: 3, secrets: [])
    let content = try DingTalkJudge.ofTests.content(of: response, in: attempt)
    #expect(content == .document(["errcode": 0]))
  }
}
