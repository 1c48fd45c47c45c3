package import Logging
package import RemoteAPI
package import Roster
import VerbatimJSON

/// DingTalk's roster: who is active, which fields there are, and what is in them.
///
/// Calls keep the pace of the limits, and are repeated where that may help. They share one token,
/// which is renewed early, and once when DingTalk refuses it. Responses come as values of `Roster`;
/// the client knows no ledger.
package final class DingTalkClient: Sendable {
  /// How many users one call may ask for.
  package static let maximumUsersPerCall = 100
  /// How many fields one call may ask for.
  package static let maximumFieldsPerCall = 100
  /// How many users a page of the list of users has at most.
  package static let usersPerPage = 50

  private let configuration: DingTalkConfiguration
  private let caller: APICaller<DingTalkJudge>
  private let tokens: TokenKeeper<DingTalkError>
  private let newerTokens: TokenKeeper<DingTalkError>
  private let choice: RosterChoice

  /// Makes a client; it calls nothing until it is asked something.
  ///
  /// - Parameters:
  ///   - configuration: The app and its limits.
  ///   - transport: What carries requests; it is not shut down here.
  ///   - timekeeper: Where the time comes from.
  ///   - random: Gives numbers in [0, 1), for the share of a wait that is left to chance.
  ///   - log: Where calls are logged; neither tokens, secrets nor the texts of responses are.
  package init(
    configuration: DingTalkConfiguration,
    transport: any Transport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    log: Logger
  ) {
    let caller = APICaller(
      judge: DingTalkJudge(configuration: configuration),
      limits: configuration.limits,
      transport: transport,
      timekeeper: timekeeper,
      random: random,
      log: log
    )
    self.configuration = configuration
    self.caller = caller
    choice = RosterChoice(configuration.api)
    tokens = TokenKeeper(timekeeper: timekeeper) { () async throws(DingTalkError) in
      let call = DingTalkCall.token(of: configuration)
      let answer = try await caller.response(to: call, with: nil)
      return try answer.read(call) { json throws(MalformedDingTalkResponse) in
        try AccessToken(gettoken: json, askedAt: answer.askedAt)
      }
    }
    // People use one token for both families, which nobody documents: each family gets its own.
    newerTokens = TokenKeeper(timekeeper: timekeeper) { () async throws(DingTalkError) in
      let call = DingTalkCall.newerToken(of: configuration)
      let answer = try await caller.response(to: call, with: nil)
      return try answer.read(call) { json throws(MalformedDingTalkResponse) in
        try AccessToken(accessToken: json, askedAt: answer.askedAt)
      }
    }
  }

  /// How many HTTP calls were sent, those for tokens and those that failed included.
  package var callsMade: Int { caller.callsMade }

  /// The app's agent id, which every roster call carries.
  var agentID: Int64 { configuration.agentID }

  /// Gets a token, unless one is held already, and does nothing with it.
  ///
  /// - Throws: Why DingTalk did not give one.
  package func checkCredentials() async throws(DingTalkError) {
    _ = try await tokens.current()
  }

  /// The fields of the roster, as DingTalk describes them today.
  ///
  /// - Returns: The fields that are enabled, in DingTalk's order.
  /// - Throws: Why there is no response.
  package func catalog() async throws(DingTalkError) -> CatalogResponse {
    let call = DingTalkCall.catalog(agentID: configuration.agentID)
    let answer = try await answer(to: call)
    return try answer.read(call) { json throws(MalformedDingTalkResponse) in
      let read = try ReadCatalog(rosterMeta: json)
      return CatalogResponse(
        system: .dingtalk,
        fields: read.fields,
        setAside: read.setAside,
        askedAt: answer.askedAt,
        receivedAt: answer.receivedAt,
        requestID: answer.requestID
      )
    }
  }

  /// One page of the active users (on trial, regular, leaving, and without a status).
  ///
  /// - Parameter cursor: 0 for the first page, then each page's `next`; it is opaque.
  /// - Returns: The page; a short page, even an empty one, is not the last unless it says so.
  /// - Throws: Why there is no response.
  package func usersOnJob(from cursor: Int64) async throws(DingTalkError) -> UserListPage {
    let call = DingTalkCall.usersOnJob(from: cursor, agentID: configuration.agentID)
    let answer = try await answer(to: call)
    return try answer.read(call) { json throws(MalformedDingTalkResponse) in
      try UserListPage(queryonjob: json, asked: cursor, answer: answer)
    }
  }

  /// What some fields of some users hold.
  ///
  /// - Parameters:
  ///   - users: Whom to ask for: 1 to 100 users.
  ///   - fields: What to ask for: 1 to 100 fields.
  /// - Returns: What came back, and as absent who was asked for and did not.
  /// - Throws: Why there is no response.
  package func list(
    users: [Verbatim],
    fields: [FieldCode]
  ) async throws(DingTalkError) -> RosterResponse {
    let question = try RosterQuestion(users: users, fields: fields)
    let agentID = configuration.agentID
    return try await choice.read { api throws(DingTalkError) in
      let call =
        api == .new
        ? DingTalkCall.newerList(question, agentID: agentID)
        : DingTalkCall.list(question, agentID: agentID)
      let answer = try await self.answer(to: call)
      return try answer.read(call, to: question)
    }
  }

  /// By which calls the roster is read in this run; nil while no read has been answered.
  package var rosterAPI: RosterAPI? {
    get async { await choice.chosen }
  }

  /// Makes a call with a token of its family.
  func answer(to call: DingTalkCall) async throws(DingTalkError) -> DingTalkResponse {
    try await caller.response(to: call, with: call.isNewer ? newerTokens : tokens)
  }
}
