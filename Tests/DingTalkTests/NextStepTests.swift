import RemoteAPI
import Testing
import VerbatimJSON

@testable import DingTalk

/// A call that must not arrive twice is repeated only where it cannot have been applied.
struct NextStepTests {
  @Test(
    arguments: [
      (.unanswered(.connectionFailed(url: "u", cause: "c")), true),
      (.unanswered(.connectionLost(url: "u", cause: "c")), false),
      (.unanswered(.timedOut(url: "u", after: .seconds(1))), false),
      (.serverFailed(status: 500, excerpt: ""), false),
      (.throttled(Refusal(code: "90018", message: nil)), true),
      (.busy(Refusal(code: "-1", message: nil)), true),
      (.refused(Refusal(code: "33012", message: nil)), false),
    ] as [(Judgement, Bool)]
  )
  func `what may not arrive twice is repeated`(judgement: Judgement, isRepeated: Bool) {
    let call = DingTalkCall(api: "update", method: .post, path: "/update", isRepeatable: false)
    let step = NextStep(
      after: judgement,
      of: call,
      attempt: 1,
      policy: RetryPolicy(),
      random: 0
    )
    if case .wait = step { #expect(isRepeated) } else { #expect(!isRepeated) }
  }

  @Test func `a success is handed on whole`() {
    let step = NextStep(
      after: .success(["errcode": 0]),
      of: DingTalkCall(api: "list", method: .post, path: "/list"),
      attempt: 3,
      policy: RetryPolicy(),
      random: 0
    )
    #expect(step == .succeed(["errcode": 0]))
  }
}
