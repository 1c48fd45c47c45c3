package import RemoteAPI

/// How one app of one company calls Maycur.
package struct MaycurConfiguration: Sendable {
  /// The address before every path (`https://dt.maycur.com`), without a query.
  package let baseURL: String
  /// The app's code.
  package let appCode: String
  /// The app's secret.
  package let appSecret: Secret
  /// How many calls of one API may leave in a second.
  package let callsPerSecond: Int
  /// How long one call may take.
  package let timeout: Duration
  /// When calls that failed are made again, where that cannot apply anything twice.
  package let retries: RetryPolicy
  /// How long a token lives; it is renewed a tenth before its end.
  package let tokenLife: Duration
  /// How far apart two log-ins are at least, since Maycur blocks who logs in often.
  package let loginSpacing: Duration

  package init(
    baseURL: String,
    appCode: String,
    appSecret: Secret,
    callsPerSecond: Int = 10,
    timeout: Duration = .seconds(60),
    retries: RetryPolicy = RetryPolicy(),
    tokenLife: Duration = .seconds(1800),
    loginSpacing: Duration = .seconds(5)
  ) {
    self.baseURL = baseURL
    self.appCode = appCode
    self.appSecret = appSecret
    self.callsPerSecond = callsPerSecond
    self.timeout = timeout
    self.retries = retries
    self.tokenLife = tokenLife
    self.loginSpacing = loginSpacing
  }
}
