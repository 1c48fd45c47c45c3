package import Logging
package import RemoteAPI
package import Roster
import VerbatimJSON

/// Maycur's employees: saves them, and looks up their ids in DingTalk.
///
/// Calls respect the rate limit and share one token, which is renewed early, and once when it is
/// refused. A batch is sent again only if it is certain that nothing of it was applied. The client
/// knows no ledger.
package final class MaycurClient: Sendable {
  /// The largest number of rows in a batch.
  package static let maximumRowsPerCall = 200
  /// The largest number of ids in a look-up.
  package static let maximumIDsPerCall = 5

  private let judge: MaycurJudge
  private let caller: APICaller<MaycurJudge>
  private let tokens: TokenKeeper<MaycurError>

  /// Creates a client; it sends nothing yet.
  ///
  /// - Parameters:
  ///   - configuration: The app and its limits.
  ///   - transport: The HTTP transport; the caller shuts it down.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - random: Returns numbers in [0, 1), for the random part of a wait.
  ///   - log: Receives calls; never tokens, secrets or the texts of responses.
  package init(
    configuration: MaycurConfiguration,
    transport: any Transport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    log: Logger
  ) {
    let judge = MaycurJudge(configuration: configuration)
    let caller = APICaller(
      judge: judge,
      limits: configuration.limits,
      transport: transport,
      timekeeper: timekeeper,
      random: random,
      log: log
    )
    self.judge = judge
    self.caller = caller
    tokens = TokenKeeper(timekeeper: timekeeper) { () async throws(MaycurError) in
      let response = try await caller.response(to: .login(of: configuration), with: nil)
      let data = response.content.data
      guard let token = data["tokenId"]?.written else {
        throw .malformed(api: .login, path: "data.tokenId", problem: "is missing")
      }
      guard let code = data["entCode"]?.written else {
        throw .malformed(api: .login, path: "data.entCode", problem: "is missing")
      }
      for (text, path) in [(token, "data.tokenId"), (code, "data.entCode")]
      where !Secret(text).fitsRequest {
        throw .malformed(api: .login, path: path, problem: "is nothing that a request can carry")
      }
      try judge.note(company: Verbatim(code))
      return AccessToken(
        secret: Secret(token),
        askedAt: response.askedAt,
        life: configuration.tokenLife
      )
    }
  }

  /// How many HTTP calls were sent, including those for tokens and failed ones.
  package var callsMade: Int { caller.callsMade }

  /// Logs in, unless there is a valid token.
  ///
  /// - Returns: The company that the app belongs to (`entCode`).
  /// - Throws: Why Maycur gave no token.
  @discardableResult
  package func checkCredentials() async throws(MaycurError) -> Verbatim {
    _ = try await tokens.current()
    return try company()
  }

  /// Saves rows; each succeeds or fails on its own.
  ///
  /// - Parameter rows: 1 to 200 rows, no two of one employee.
  /// - Returns: The result of each row.
  /// - Throws: Why there is no response; the error's `mayHaveBeenApplied` says whether Maycur may
  ///   have saved the rows nevertheless.
  package func saveBatch(_ rows: [EmployeeRow]) async throws(MaycurError) -> BatchResponse {
    let problems = BatchProblem.problems(in: rows)
    if !problems.isEmpty { throw .invalidBatch(problems) }
    let response = try await caller.response(to: .saveBatch(rows), with: tokens)
    let (envelope, secrets) = (response.content, response.secrets)
    let verdicts = Verdicts(of: envelope, to: rows.map(\.employeeID), hiding: secrets)
    return BatchResponse(
      company: try company(),
      code: envelope.isAcknowledged ? "ACK" : "NACK",
      message: envelope.message.hiding(secrets),
      verdicts: verdicts.verdicts,
      strangers: verdicts.strangers,
      askedAt: response.askedAt,
      receivedAt: response.receivedAt
    )
  }

  /// Looks up the ids of some people in the other system.
  ///
  /// - Parameters:
  ///   - ids: 1 to 5 ids.
  ///   - kind: The kind of these ids.
  /// - Returns: The people that Maycur knows, and the ids that it does not know.
  /// - Throws: Why there is no response.
  package func findUsers(_ ids: [Verbatim], by kind: IDKind) async throws(MaycurError) -> IDResponse
  {
    let question = try IDQuestion(kind, ids)
    let response = try await caller.response(to: .findUsers(question), with: tokens)
    let (envelope, company) = (response.content, try company())
    guard envelope.isAcknowledged, !envelope.isContradictory else {
      let message = envelope.message.hiding(response.secrets)
      throw .refused(MaycurRefusal(code: "NACK", message: message), api: .findUsers)
    }
    do throws(MalformedMaycurResponse) {
      let pairs = try question.pairs(of: envelope.data)
      return IDResponse(
        company: company,
        pairs: pairs,
        absent: question.absent(from: pairs),
        askedAt: response.askedAt,
        receivedAt: response.receivedAt
      )
    } catch {
      throw .malformed(api: .findUsers, path: error.path, problem: error.problem)
    }
  }

  /// The company, which every log-in states before its token is used.
  private func company() throws(MaycurError) -> Verbatim {
    if let company = judge.company { return company }
    throw .malformed(api: .login, path: "data.entCode", problem: "is missing")
  }
}
