package import Logging
package import RemoteAPI
package import Roster
import Synchronization
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

  private let configuration: MaycurConfiguration
  private let caller: MaycurCaller
  private let tokens: TokenKeeper<MaycurError>
  private let companyOfLogin: CompanyOfLogin

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
    let caller = MaycurCaller(
      configuration: configuration,
      transport: transport,
      timekeeper: timekeeper,
      random: random,
      log: log
    )
    let company = CompanyOfLogin()
    self.configuration = configuration
    self.caller = caller
    companyOfLogin = company
    tokens = TokenKeeper(timekeeper: timekeeper) { () async throws(MaycurError) in
      let answer = try await caller.answer(to: .login(of: configuration), as: nil)
      let data = answer.envelope.data
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
      try company.note(Verbatim(code))
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
    try await session().0.company
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
    let (answer, session) = try await answer(to: .saveBatch(rows))
    let secrets = [configuration.appSecret, session.tokenID]
    let verdicts = Verdicts(of: answer.envelope, to: rows.map(\.employeeID), hiding: secrets)
    return BatchResponse(
      company: session.company,
      code: answer.envelope.isAcknowledged ? "ACK" : "NACK",
      message: answer.envelope.message.hiding(secrets),
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
    let (answer, session) = try await answer(to: .findUsers(question))
    guard answer.envelope.isAcknowledged, !answer.envelope.isContradictory else {
      let message = answer.envelope.message.hiding([configuration.appSecret, session.tokenID])
      throw .refused(MaycurRefusal(code: "NACK", message: message), api: .findUsers)
    }
    do throws(MalformedMaycurResponse) {
      let pairs = try question.pairs(of: answer.envelope.data)
      return IDResponse(
        company: session.company,
        pairs: pairs,
        absent: question.absent(from: pairs),
        askedAt: answer.askedAt,
        receivedAt: answer.receivedAt
      )
    } catch {
      throw .malformed(api: .findUsers, path: error.path, problem: error.problem)
    }
  }

  /// Makes a call with a token; once more with a new one where that was refused, since then
  /// nothing was done.
  private func answer(
    to call: MaycurCall
  ) async throws(MaycurError) -> (MaycurResponse, MaycurSession) {
    let (session, token) = try await session()
    do {
      return (try await caller.answer(to: call, as: session), session)
    } catch {
      guard case .tokenRefused = error else { throw error }
      await tokens.invalidate(token)
    }
    let (renewed, _) = try await self.session()
    return (try await caller.answer(to: call, as: renewed), renewed)
  }

  private func session() async throws(MaycurError) -> (
    MaycurSession, TokenKeeper<MaycurError>.Kept
  ) {
    let token = try await tokens.current()
    guard let company = companyOfLogin.company else {
      throw .malformed(api: .login, path: "data.entCode", problem: "is missing")
    }
    return (MaycurSession(tokenID: token.secret, company: company), token)
  }
}

/// The company that the log-ins of one client state: always the same one.
private final class CompanyOfLogin: Sendable {
  private let stated = Mutex<Verbatim?>(nil)

  var company: Verbatim? { stated.withLock { $0 } }

  func note(_ company: Verbatim) throws(MaycurError) {
    let before = stated.withLock { stated in
      let before = stated ?? company
      stated = before
      return before
    }
    if before != company { throw .companyChanged(from: before, to: company) }
  }
}
