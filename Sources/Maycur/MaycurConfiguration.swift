public import RemoteAPI

/// How one app of one company calls Maycur.
public struct MaycurConfiguration: Sendable {
  /// The address before every path (`https://dt.maycur.com`), without a query.
  public let baseURL: String
  /// The app's code.
  public let appCode: String
  /// The app's secret.
  public let appSecret: Secret
  /// How many calls of one API may leave in a second.
  public let callsPerSecond: Int
  /// How long one call may take.
  public let timeout: Duration
  /// When calls that failed are made again, where that cannot apply anything twice.
  public let retries: RetryPolicy
  /// How long a token lives; it is renewed a tenth before its end.
  public let tokenLife: Duration
  /// How far apart two log-ins are at least, since Maycur blocks who logs in often.
  public let loginSpacing: Duration

  /// Describes an app.
  ///
  /// - Parameters:
  ///   - baseURL: The address before every path.
  ///   - appCode: The app's code.
  ///   - appSecret: The app's secret.
  ///   - callsPerSecond: The rate limit of one API; Maycur's is 10.
  ///   - timeout: How long one call may take; a batch of 200 rows takes its time.
  ///   - retries: When calls that failed are made again.
  ///   - tokenLife: How long a token lives; Maycur's answer does not say.
  ///   - loginSpacing: How far apart two log-ins are at least.
  public init(
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
