import DingTalk
import Logging
import RemoteAPI
import Roster

/// The connection to DingTalk that the settings describe.
struct SystemConnection {
  let settings: Settings
  let environment: CommandEnvironment
  let log: Logger

  /// The configuration of the app.
  ///
  /// - Returns: The app, with its secret.
  /// - Throws: `SettingsError` for the first missing setting.
  func configuration() throws(SettingsError) -> DingTalkConfiguration {
    guard let appKey = settings.appKey else {
      throw missing("DingTalk's app key", .appKey, "dingtalk.appKey")
    }
    guard let secret = settings.secret else {
      throw missing("DingTalk's app secret", .appSecret, "dingtalk.appSecretFile")
    }
    guard let agentID = settings.agentID else {
      throw missing("The app's agent id", .agentID, "dingtalk.agentId")
    }
    return DingTalkConfiguration(
      baseURL: settings.url,
      appKey: appKey,
      appSecret: try secret.read(),
      agentID: agentID,
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
          transport: through(transport),
          timekeeper: environment.timekeeper,
          random: environment.random,
          log: log
        )
      )
    }
  }

  func missing(
    _ what: String,
    _ variable: Settings.Variable,
    _ key: String
  ) -> SettingsError {
    .missing(what: what, variable: variable.rawValue, key: key)
  }
}
