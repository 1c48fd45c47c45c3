package import Logging
package import RemoteAPI
package import Roster
import VerbatimJSON

/// Maycur's employees: what is saved of them, and who they are in DingTalk.
///
/// Calls wait for their pace and share one token, which is renewed early, and once when it is
/// refused. A batch is sent again only where it is certain that nothing of it was applied. Nothing
/// is known here of a ledger.
package final class MaycurClient: Sendable {
  /// How many rows one batch may have.
  package static let maximumRowsPerCall = 200
  /// How many ids one look-up may have.
  package static let maximumIDsPerCall = 5

  private let judge: MaycurJudge
  private let caller: APICaller<MaycurJudge>
  private let tokens: TokenKeeper<MaycurError>

  /// Makes a client; it calls nothing until it is asked something.
  ///
  /// - Parameters:
  ///   - configuration: The app and its limits.
  ///   - transport: What carries requests; it is not shut down here.
  ///   - timekeeper: Where the time comes from.
  ///   - random: Gives numbers in [0, 1), for the share of a wait that is left to chance.
  ///   - log: Where calls are logged; neither tokens, secrets nor the texts of responses are.
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
      let answer = try await caller.response(to: .login(of: configuration), with: nil)
      let data = answer.content.data
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
        askedAt: answer.askedAt,
        life: configuration.tokenLife
      )
    }
  }

  /// How many HTTP calls were sent, those for tokens and those that failed included.
  package var callsMade: Int { caller.callsMade }

  /// Logs in, unless a token is held already, and does nothing with it.
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
  /// - Returns: What became of each row.
  /// - Throws: Why there is no response; the error's `mayHaveBeenApplied` says whether the rows may
  ///   have been saved all the same.
  package func saveBatch(_ rows: [EmployeeRow]) async throws(MaycurError) -> BatchResponse {
    let problems = BatchProblem.problems(in: rows)
    if !problems.isEmpty { throw .invalidBatch(problems) }
    let answer = try await caller.response(to: .saveBatch(rows), with: tokens)
    let (envelope, secrets) = (answer.content, answer.secrets)
    let verdicts = Verdicts(of: envelope, to: rows.map(\.employeeID), hiding: secrets)
    return BatchResponse(
      company: try company(),
      code: envelope.isAcknowledged ? "ACK" : "NACK",
      message: envelope.message.hiding(secrets),
      verdicts: verdicts.verdicts,
      strangers: verdicts.strangers,
      askedAt: answer.askedAt,
      receivedAt: answer.receivedAt
    )
  }

  /// Finds who some people are in the other system.
  ///
  /// - Parameters:
  ///   - ids: Whom to look for: 1 to 5 ids.
  ///   - kind: Which of their ids these are.
  /// - Returns: The people that Maycur knows, and who is not among them.
  /// - Throws: Why there is no response.
  package func findUsers(_ ids: [Verbatim], by kind: IDKind) async throws(MaycurError) -> IDResponse
  {
    let question = try IDQuestion(kind, ids)
    let answer = try await caller.response(to: .findUsers(question), with: tokens)
    let (envelope, company) = (answer.content, try company())
    guard envelope.isAcknowledged, !envelope.isContradictory else {
      let message = envelope.message.hiding(answer.secrets)
      throw .refused(MaycurRefusal(code: "NACK", message: message), api: .findUsers)
    }
    do throws(MalformedMaycurResponse) {
      let pairs = try question.pairs(of: envelope.data)
      return IDResponse(
        company: company,
        pairs: pairs,
        absent: question.absent(from: pairs),
        askedAt: answer.askedAt,
        receivedAt: answer.receivedAt
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
