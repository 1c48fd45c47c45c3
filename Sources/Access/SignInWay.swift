/// How a person signs in to the pages; the raw value is how settings, addresses and the log name it.
package enum SignInWay: String, CaseIterable, Hashable, Sendable {
  /// By a link for one use.
  case link
  /// By a provider of OpenID Connect.
  case oidc
  /// By DingTalk.
  case dingtalk
}
