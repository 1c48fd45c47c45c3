import Maycur
import Operations
import RemoteAPI
import Roster

extension SystemConnection {
  /// The configuration of the app in Maycur.
  ///
  /// - Returns: The app, with its secret.
  /// - Throws: `SettingsError` for the first missing setting.
  func maycurConfiguration() throws(SettingsError) -> MaycurConfiguration {
    guard let url = settings.maycurURL else {
      throw missing("Maycur's address", .maycurURL, "maycur.url")
    }
    guard let appCode = settings.maycurAppCode else {
      throw missing("Maycur's app code", .maycurAppCode, "maycur.appCode")
    }
    guard let secret = settings.maycurSecret else {
      throw missing("Maycur's app secret", .maycurAppSecret, "maycur.appSecretFile")
    }
    return MaycurConfiguration(baseURL: url, appCode: appCode, appSecret: try secret.read())
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
          transport: transport,
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
}
