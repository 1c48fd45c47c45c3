package import RemoteAPI

/// How to call Maycur as one app of one company.
package struct MaycurConfiguration: Sendable {
  /// The address before every path (`https://dt.maycur.com`), without a query.
  package let baseURL: String
  /// The app's code.
  package let appCode: String
  /// The app's secret.
  package let appSecret: Secret
  /// How fast calls leave, how long one may take, and when it is made again.
  ///
  /// Two log-ins are a while apart, since Maycur blocks who logs in often.
  package let limits: CallLimits
  /// How long a token lives; it is renewed a tenth before its end.
  package let tokenLife: Duration

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
    self.tokenLife = tokenLife
    limits = CallLimits(
      callsPerSecond: callsPerSecond,
      spacing: [MaycurAPI.login.rawValue: loginSpacing],
      timeout: timeout,
      retries: retries
    )
  }
}
