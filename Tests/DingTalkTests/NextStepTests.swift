import RemoteAPI
import Testing
import VerbatimJSON

@testable import DingTalk

/// A call that writes is left to its caller after every attempt, which is on record by itself.
struct NextStepTests {
  @Test(
    arguments: [
      (.unanswered(.connectionFailed(url: "u", cause: "c")), true),
      (.unanswered(.connectionLost(url: "u", cause: "c")), true),
      (.unanswered(.timedOut(url: "u", after: .seconds(1))), true),
      (.serverFailed(status: 500, excerpt: ""), true),
      (.throttled(DingTalkRefusal(code: "90018", message: nil)), true),
      (.busy(DingTalkRefusal(code: "-1", message: nil)), true),
      (.refused(DingTalkRefusal(code: "33012", message: nil)), false),
    ] as [(DingTalkJudgement, Bool)]
  )
  func `only a call that reads is repeated`(judgement: DingTalkJudgement, isWorthIt: Bool) {
    for isRepeatable in [true, false] {
      let call = DingTalkCall(api: "a", method: .post, path: "/a", isRepeatable: isRepeatable)
      let step = DingTalkNextStep(
        after: judgement,
        of: call,
        attempt: 1,
        policy: RetryPolicy(),
        random: 0
      )
      if case .wait = step {
        #expect(isRepeatable && isWorthIt)
      } else {
        #expect(!isRepeatable || !isWorthIt)
      }
    }
  }

  @Test func `a success is handed on whole`() {
    let step = DingTalkNextStep(
      after: .success(.document(["errcode": 0])),
      of: DingTalkCall(api: "list", method: .post, path: "/list"),
      attempt: 3,
      policy: RetryPolicy(),
      random: 0
    )
    #expect(step == .succeed(.document(["errcode": 0])))
  }
}
