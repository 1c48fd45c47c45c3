package import Roster

/// Why a webhook cannot be sent at all.
package enum WebhookError: UserFacingError, Hashable {
  /// The secret is no key of Standard Webhooks.
  case keyMalformed(webhook: String)

  package var errorCode: ErrorCode {
    switch self {
    case .keyMalformed: ErrorCode("webhookKeyMalformed", .badSettings)
    }
  }

  package var message: String {
    switch self {
    case .keyMalformed(let webhook):
      """
      The secret of the webhook `\(webhook)` is no key. Make one of whsec_ and the base64 of 24 to \
      64 random bytes: echo whsec_$(openssl rand -base64 32).
      """
    }
  }
}
