package import RemoteAPI

/// How to call DingTalk as one app of one company.
package struct DingTalkConfiguration: Sendable {
  /// The address before every path (`https://oapi.dingtalk.com`), without a query.
  package let baseURL: String
  /// The address before every path of the newer calls (`https://api.dingtalk.com`).
  package let apiURL: String
  /// The calls that read the roster.
  package let api: RosterAPI
  /// The app's key.
  package let appKey: String
  /// The app's secret.
  package let appSecret: Secret
  /// The app's agent id, which the roster calls demand.
  package let agentID: Int64
  /// How fast calls leave, how long one may take, and when it is made again.
  package let limits: CallLimits

  /// Describes an app.
  ///
  /// - Parameters:
  ///   - baseURL: The address before every path.
  ///   - appKey: The app's key.
  ///   - appSecret: The app's secret.
  ///   - agentID: The app's agent id.
  ///   - apiURL: The address before every path of the newer calls; nil for the same address.
  ///   - api: The calls that read the roster.
  ///   - callsPerSecond: The rate limit of one API; 20 in the standard edition.
  ///   - timeout: How long one call may take.
  ///   - retries: When failed calls are repeated.
  package init(
    baseURL: String,
    appKey: String,
    appSecret: Secret,
    agentID: Int64,
    apiURL: String? = nil,
    api: RosterAPI = .old,
    callsPerSecond: Int = 20,
    timeout: Duration = .seconds(30),
    retries: RetryPolicy = RetryPolicy()
  ) {
    self.baseURL = baseURL
    self.apiURL = apiURL ?? baseURL
    self.api = api
    self.appKey = appKey
    self.appSecret = appSecret
    self.agentID = agentID
    limits = CallLimits(callsPerSecond: callsPerSecond, timeout: timeout, retries: retries)
  }
}
