import RemoteAPI
import Roster
import Testing
import VerbatimJSON

@testable import Maycur

struct NextStepTests {
  private static let refusal = MaycurRefusal(code: "HTTP 429", message: "")

  private static func step(_ judgement: MaycurJudgement, _ api: MaycurAPI) -> MaycurNextStep {
    MaycurNextStep(after: judgement, of: api, attempt: 1, policy: RetryPolicy(), random: 0.5)
  }

  private static func isRepeated(_ judgement: MaycurJudgement, _ api: MaycurAPI) -> Bool {
    if case .wait = step(judgement, api) { true } else { false }
  }

  /// Judgement; whether a look-up is made again; whether a batch is; whether it may be applied.
  @Test(arguments: [
    (MaycurJudgement.throttled(refusal), true, true, false),
    (.unanswered(.connectionFailed(url: "u", cause: "c")), true, true, false),
    (.unanswered(.connectionLost(url: "u", cause: "c")), true, false, true),
    (.unanswered(.timedOut(url: "u", after: .seconds(1))), true, false, true),
    (.unanswered(.tooLarge(url: "u", limit: 1)), false, false, true),
    (.unanswered(.badURL(url: "u")), false, false, false),
    (.unanswered(.shutDown(url: "u")), false, false, false),
    (.unanswered(.cancelled(url: "u")), false, false, true),
    (.failed(status: 500, excerpt: ""), true, false, true),
    (.failed(status: 502, excerpt: ""), true, false, true),
    (.failed(status: 400, excerpt: ""), false, false, true),
    (.failed(status: 404, excerpt: ""), false, false, false),
    (.failed(status: 302, excerpt: ""), false, false, false),
    (.malformed(MalformedMaycurResponse("is empty")), false, false, true),
    (.tokenRefused(refusal), false, false, false),
    (.credentialsRefused(refusal), false, false, false),
  ])
  func `a batch is made again only where nothing was applied`(
    judgement: MaycurJudgement,
    lookUpAgain: Bool,
    batchAgain: Bool,
    mayBeApplied: Bool
  ) {
    #expect(Self.isRepeated(judgement, .findUsers) == lookUpAgain)
    #expect(Self.isRepeated(judgement, .saveBatch) == batchAgain)
    let last = MaycurNextStep(
      after: judgement,
      of: .saveBatch,
      attempt: 99,
      policy: RetryPolicy(),
      random: 0
    )
    guard case .fail(let error) = last else {
      Issue.record("not given up: \(last)")
      return
    }
    #expect(error.mayHaveBeenApplied == mayBeApplied)
    #expect(error.message.hasSuffix(".") && !error.name.isEmpty)
  }

  @Test func `only a batch can have been applied`() {
    for api in MaycurAPI.allCases {
      let error = MaycurError.failed(status: 500, api: api, attempts: 1, excerpt: "")
      #expect(error.mayHaveBeenApplied == (api == .saveBatch))
    }
  }

  @Test(arguments: [
    (401, MaycurAPI.saveBatch, "maycurTokenRefused"), (401, .login, "maycurCredentialsRefused"),
    (403, .login, "maycurCredentialsRefused"), (403, .saveBatch, "maycurFailed"),
    (429, .saveBatch, "maycurThrottled"), (500, .saveBatch, "maycurFailed"),
  ])
  func `the status is judged before the body`(status: Int, api: MaycurAPI, name: String) {
    let body = Array(#"{"success":true,"code":"ACK"}"#.utf8)
    let response = APIResponse(status: status, contentType: nil, body: body)
    let judgement = MaycurJudgement(of: response, to: api, hiding: [])
    let step = MaycurNextStep(
      after: judgement,
      of: api,
      attempt: 99,
      policy: RetryPolicy(),
      random: 0
    )
    guard case .fail(let error) = step else {
      Issue.record("not a failure: \(step)")
      return
    }
    #expect(error.name == name)
  }
}
