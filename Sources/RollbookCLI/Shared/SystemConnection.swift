import DingTalk
import Logging
import Maycur
import Operations
import RemoteAPI
import Roster

/// The connection to the two systems that the settings describe.
struct SystemConnection {
  let settings: Settings
  let environment: CommandEnvironment
  let log: Logger

  init(_ settings: Settings, _ environment: CommandEnvironment, _ global: GlobalOptions) {
    self.settings = settings
    self.environment = environment
    log = global.logger(in: environment)
  }

  /// The configuration of the app.
  ///
  /// - Returns: The app, with its secret.
  /// - Throws: `SettingsError` for the first missing setting.
  func configuration() throws(SettingsError) -> DingTalkConfiguration {
    DingTalkConfiguration(
      baseURL: settings.url,
      appKey: try required(settings.appKey, "DingTalk's app key", .appKey, "dingtalk.appKey"),
      appSecret: try required(
        settings.secret,
        "DingTalk's app secret",
        .appSecret,
        "dingtalk.appSecretFile"
      ).read(),
      agentID: try required(settings.agentID, "The app's agent id", .agentID, "dingtalk.agentId"),
      apiURL: settings.apiURL,
      api: settings.api
    )
  }

  /// Runs `body` with a client, and closes its connections afterwards.
  ///
  /// - Parameters:
  ///   - through: Wraps the transport.
  ///   - body: The work.
  /// - Returns: The result of `body`.
  /// - Throws: `SettingsError`, or errors of `body`.
  func withClient<Value: Sendable>(
    through: (any Transport) -> any Transport = { $0 },
    _ body: (DingTalkClient) async throws -> Value
  ) async throws -> Value {
    let configuration = try configuration()
    return try await HTTPTransport.with(network: settings.network) { transport in
      try await body(
        DingTalkClient(
          configuration: configuration,
          transport: through(traced(transport, .dingtalk)),
          timekeeper: environment.timekeeper,
          random: environment.random,
          log: log
        )
      )
    }
  }

  /// The configuration of the app in Maycur.
  ///
  /// - Returns: The app, with its secret.
  /// - Throws: `SettingsError` for the first missing setting.
  func maycurConfiguration() throws(SettingsError) -> MaycurConfiguration {
    MaycurConfiguration(
      baseURL: try required(settings.maycurURL, "Maycur's address", .maycurURL, "maycur.url"),
      appCode: try required(
        settings.maycurAppCode,
        "Maycur's app code",
        .maycurAppCode,
        "maycur.appCode"
      ),
      appSecret: try required(
        settings.maycurSecret,
        "Maycur's app secret",
        .maycurAppSecret,
        "maycur.appSecretFile"
      ).read()
    )
  }

  /// Runs `body` with a client for Maycur, and closes its connections afterwards.
  ///
  /// - Parameter body: The work.
  /// - Returns: The result of `body`.
  /// - Throws: `SettingsError`, or errors of `body`.
  func withMaycur<Value: Sendable>(
    _ body: (MaycurClient) async throws -> Value
  ) async throws -> Value {
    let configuration = try maycurConfiguration()
    return try await HTTPTransport.with(network: settings.network) { transport in
      try await body(
        MaycurClient(
          configuration: configuration,
          transport: traced(transport, .maycur),
          timekeeper: environment.timekeeper,
          random: environment.random,
          log: log
        )
      )
    }
  }

  /// Runs `body` with a system for a batch.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - known: DingTalk's fields as last described.
  ///   - body: The work.
  /// - Returns: The result of `body`.
  /// - Throws: `SettingsError`, or errors of `body`.
  func withSystem<Value: Sendable>(
    _ system: System,
    known: [FieldDescription],
    _ body: (any BatchSystem) async throws -> Value
  ) async throws -> Value {
    let timekeeper = environment.timekeeper
    let never = settings.never
    switch system {
    case .dingtalk:
      return try await withClient {
        try await body(
          DingTalkBatchSystem(client: $0, timekeeper: timekeeper, known: known, never: never)
        )
      }
    case .maycur:
      return try await withMaycur {
        try await body(MaycurBatchSystem(client: $0, timekeeper: timekeeper))
      }
    }
  }

  private func traced(_ transport: HTTPTransport, _ system: System) -> TracedTransport {
    TracedTransport(
      transport,
      trace: environment.trace,
      timekeeper: environment.timekeeper,
      random: environment.random
    ) { [called = environment.called] in called?(system, $0, $1) }
  }

  private func required<Value>(
    _ value: Value?,
    _ what: String,
    _ variable: Settings.Variable,
    _ key: String
  ) throws(SettingsError) -> Value {
    guard let value else { throw .missing(what: what, variable: variable.rawValue, key: key) }
    return value
  }
}
