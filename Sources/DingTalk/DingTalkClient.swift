package import Logging
package import RemoteAPI
package import Roster
import VerbatimJSON

/// DingTalk's roster: the active users, the fields, and their values.
///
/// Calls respect the rate limits, and are repeated if that may help. They share one token, which is
/// renewed early, and once when DingTalk refuses it. Responses are values of `Roster`; the client
/// knows no ledger.
package final class DingTalkClient: Sendable {
  /// The number of users that one call may request.
  package static let maximumUsersPerCall = 100
  /// The number of fields that one call may request.
  package static let maximumFieldsPerCall = 100
  /// The largest number of users in a page of the user list.
  package static let usersPerPage = 50

  let configuration: DingTalkConfiguration
  let caller: APICaller<DingTalkJudge>
  private let tokens: TokenKeeper<DingTalkError>
  private let newerTokens: TokenKeeper<DingTalkError>
  private let choice: RosterChoice

  /// Creates a client; it sends nothing yet.
  ///
  /// - Parameters:
  ///   - configuration: The app and its limits.
  ///   - transport: The HTTP transport; the caller shuts it down.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - random: Returns numbers in [0, 1), for the random part of a wait.
  ///   - log: Receives calls; never tokens, secrets or the texts of responses.
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
      let response = try await caller.response(to: call, with: nil)
      return try response.read(call) { json throws(MalformedDingTalkResponse) in
        try AccessToken(gettoken: json, askedAt: response.askedAt)
      }
    }
    // People use one token for both families, which is not documented: each family gets its own.
    newerTokens = TokenKeeper(timekeeper: timekeeper) { () async throws(DingTalkError) in
      let call = DingTalkCall.newerToken(of: configuration)
      let response = try await caller.response(to: call, with: nil)
      return try response.read(call) { json throws(MalformedDingTalkResponse) in
        try AccessToken(accessToken: json, askedAt: response.askedAt)
      }
    }
  }

  /// How many HTTP calls were sent, including those for tokens and failed ones.
  package var callsMade: Int { caller.callsMade }

  /// The app's agent id, which every roster call carries.
  var agentID: Int64 { configuration.agentID }

  /// Requests a token, unless there is a valid one.
  ///
  /// - Throws: Why DingTalk gave no token.
  package func checkCredentials() async throws(DingTalkError) {
    _ = try await tokens.current()
  }

  /// The fields of the roster, as DingTalk describes them today.
  ///
  /// - Returns: The fields that are enabled, in DingTalk's order.
  /// - Throws: Why there is no response.
  package func catalog() async throws(DingTalkError) -> CatalogResponse {
    let call = DingTalkCall.catalog(agentID: configuration.agentID)
    let response = try await response(to: call)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      let read = try ReadCatalog(rosterMeta: json)
      return CatalogResponse(
        system: .dingtalk,
        fields: read.fields,
        setAside: read.setAside,
        askedAt: response.askedAt,
        receivedAt: response.receivedAt,
        requestID: response.requestID
      )
    }
  }

  /// One page of the active users (on trial, regular, leaving, and without a status).
  ///
  /// - Parameter cursor: 0 for the first page, then each page's `next`; it is opaque.
  /// - Returns: The page; a short page, even an empty one, is not the last unless it says so.
  /// - Throws: Why there is no response.
  package func activeUsers(from cursor: Int64) async throws(DingTalkError) -> UserListPage {
    let call = DingTalkCall.activeUsers(from: cursor, agentID: configuration.agentID)
    let response = try await response(to: call)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      try UserListPage(queryonjob: json, asked: cursor, response: response)
    }
  }

  /// Requests fields of some users.
  ///
  /// - Parameters:
  ///   - users: 1 to 100 users.
  ///   - fields: 1 to 100 fields.
  /// - Returns: The response; users who were requested and not returned are `absent`.
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
      let response = try await self.response(to: call)
      return try response.read(call, to: question)
    }
  }

  /// Requests a connection of the Stream.
  ///
  /// - Returns: Its address, with a ticket for one use.
  /// - Throws: Why there is none.
  package func openStream() async throws(DingTalkError) -> WebSocketAddress {
    let call = DingTalkCall.openStream(of: configuration)
    let response = try await caller.response(to: call, with: nil)
    let mustBeSecure = configuration.apiURL.hasPrefix("https:")
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      try WebSocketAddress(gateway: json, mustBeSecure: mustBeSecure)
    }
  }

  /// The calls that read the roster in this run; nil before the first response.
  package var rosterAPI: RosterAPI? {
    get async { await choice.chosen }
  }

  /// Makes a call with a token of its family.
  func response(to call: DingTalkCall) async throws(DingTalkError) -> DingTalkResponse {
    try await caller.response(to: call, with: call.isNewer ? newerTokens : tokens)
  }
}
