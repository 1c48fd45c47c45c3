@testable import RemoteAPI
import Roster
import Testing
import VerbatimJSON

@testable import Maycur

struct NextStepTests {
  private static let judge = MaycurJudge(
    configuration: MaycurConfiguration(
      baseURL: "https://dt.example",
      appCode: "app",
      appSecret: Secret("s3cret")
    )
  )

  private static func call(_ api: MaycurAPI) -> MaycurCall {
    MaycurCall(api: api, query: nil) { _ in [] }
  }

  /// What becomes of an attempt: a response, or none.
  enum Outcome: Sendable {
    case response(Int, String = "")
    case lost(TransportError)
  }

  /// The error of an attempt at a call of an API.
  private static func error(
    of outcome: Outcome,
    _ api: MaycurAPI,
    attempt: Int = 1
  ) throws -> MaycurError {
    let attempt = CallAttempt(call: call(api), number: attempt, secrets: [])
    switch outcome {
    case .lost(let error): return judge.failure(of: error, in: attempt)
    case .response(let status, let body):
      let response = APIResponse(status: status, contentType: nil, body: Array(body.utf8))
      return try #require(throws: MaycurError.self) {
        try judge.content(of: response, in: attempt)
      }
    }
  }

  private static func isRepeated(
    _ outcome: Outcome,
    _ api: MaycurAPI,
    attempt: Int = 1
  ) throws -> Bool {
    let error = try error(of: outcome, api, attempt: attempt)
    let wait = judge.wait(
      after: error,
      of: call(api),
      attempt: attempt,
      policy: RetryPolicy(),
      random: 0.5
    )
    return wait != nil
  }

  /// Outcome; whether a look-up is repeated; whether a batch is; whether it may be applied.
  @Test(
    arguments: [
      (.response(429), true, true, false),
      (.lost(.connectionFailed(url: "u", cause: "c")), true, true, false),
      (.lost(.connectionLost(url: "u", cause: "c")), true, false, true),
      (.lost(.timedOut(url: "u", after: .seconds(1))), true, false, true),
      (.lost(.tooLarge(url: "u", limit: 1)), false, false, true),
      (.lost(.badURL(url: "u")), false, false, false),
      (.lost(.shutDown(url: "u")), false, false, false),
      (.lost(.cancelled(url: "u")), false, false, true),
      (.response(500), true, false, true),
      (.response(502), true, false, true),
      (.response(400), false, false, true),
      (.response(404), false, false, false),
      (.response(302), false, false, false),
      (.response(200), false, false, true),
      (.response(401), false, false, false),
    ] as [(Outcome, Bool, Bool, Bool)]
  )
  func `a batch is made again only where nothing was applied`(
    outcome: Outcome,
    lookUpAgain: Bool,
    batchAgain: Bool,
    mayBeApplied: Bool
  ) throws {
    #expect(try Self.isRepeated(outcome, .findUsers) == lookUpAgain)
    #expect(try Self.isRepeated(outcome, .saveBatch) == batchAgain)
    #expect(try !Self.isRepeated(outcome, .saveBatch, attempt: 99))
    let error = try Self.error(of: outcome, .saveBatch, attempt: 99)
    #expect(error.mayHaveBeenApplied == mayBeApplied)
    #expect(error.message.hasSuffix(".") && !error.name.isEmpty)
  }

  @Test func `refused credentials are not tried again`() throws {
    #expect(try !Self.isRepeated(.response(403), .login))
    #expect(try !Self.error(of: .response(403), .login).mayHaveBeenApplied)
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
  func `the status is judged before the body`(
    status: Int,
    api: MaycurAPI,
    name: String
  ) throws {
    let outcome = Outcome.response(status, #"{"success":true,"code":"ACK"}"#)
    #expect(try Self.error(of: outcome, api, attempt: 99).name == name)
  }
}
