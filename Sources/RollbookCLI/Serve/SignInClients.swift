import DingTalk
import Ledger
import LedgerHistory
import Logging
import OpenID
import RemoteAPI
import Roster

/// The connections to the providers by which people sign in.
struct SignInClients: Sendable {
  /// How long a provider may take to respond: a person waits.
  private static let patience = Duration.seconds(10)
  /// The largest response of a provider, in bytes.
  private static let bodyLimit = 1 << 20

  /// The provider of OpenID Connect; nil if none is set.
  let openID: OpenIDProvider?
  /// DingTalk, as the app by which people sign in; nil if none is set.
  let dingTalk: DingTalkClient?
  private let transport: HTTPTransport?

  /// - Parameters:
  ///   - settings: The settings.
  ///   - ledger: The ledger, whose company may sign in.
  ///   - environment: The clock, and random numbers.
  /// - Throws: `SettingsError` if no person could sign in by a provider that is set, `LedgerError`.
  init(_ settings: Settings, _ ledger: Ledger, _ environment: CommandEnvironment) throws {
    try settings.checkSignIn(company: ledger.company(.dingtalk))
    let timekeeper = environment.timekeeper
    let openID = try settings.signIn.oidc.map { oidc throws(SettingsError) in
      OpenIDConfiguration(
        issuer: oidc.issuer,
        clientID: oidc.clientID,
        clientSecret: try oidc.secret.read(),
        patience: Self.patience
      )
    }
    let dingTalk = try settings.signIn.dingtalk.map { app throws(SettingsError) in
      let rule = RetryPolicy.Rule(attempts: 2, first: .milliseconds(500), cap: .seconds(1))
      return DingTalkConfiguration(
        baseURL: settings.url,
        appKey: app.clientID,
        appSecret: try app.secret.read(),
        // Only calls about the roster carry it.
        agentID: 0,
        apiURL: settings.apiURL,
        timeout: Self.patience,
        retries: RetryPolicy(throttled: rule, busy: rule, failed: rule)
      )
    }
    guard openID != nil || dingTalk != nil else {
      (self.openID, self.dingTalk, transport) = (nil, nil, nil)
      return
    }
    let transport = HTTPTransport(network: settings.network, bodyLimit: Self.bodyLimit)
    self.transport = transport
    self.openID = openID.map {
      OpenIDProvider($0, transport: transport, timekeeper: timekeeper)
    }
    self.dingTalk = dingTalk.map {
      DingTalkClient(
        configuration: $0,
        transport: transport,
        timekeeper: timekeeper,
        random: environment.random,
        log: Logger(label: "sign-in") { _ in SwiftLogNoOpLogHandler() }
      )
    }
  }

  /// Asks each provider something that needs no person, and closes the connections.
  ///
  /// - Throws: Why one does not respond as it must.
  func check() async throws {
    do {
      try await openID?.discover()
      try await dingTalk?.checkCredentials()
    } catch {
      await close()
      throw error
    }
    await close()
  }

  /// Closes the connections.
  func close() async { await transport?.shutdown() }
}
