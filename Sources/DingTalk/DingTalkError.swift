package import RemoteAPI
import Roster

/// Why a call to DingTalk got no response, or why its response cannot be used.
package enum DingTalkError: UserFacingError, Hashable {
  /// The app's key or secret is wrong.
  case credentialsRefused(DingTalkRefusal, api: String)
  /// A token was refused, and a new one as well.
  case tokenRefused(DingTalkRefusal, api: String)
  /// DingTalk refused the call as too frequent, in every attempt.
  case throttled(DingTalkRefusal, api: String, attempts: Int)
  /// DingTalk was busy, in every attempt.
  case busy(DingTalkRefusal, api: String, attempts: Int)
  /// The company's monthly quota is spent.
  case quotaSpent(DingTalkRefusal, api: String)
  /// The app lacks a permission, or the address is not on its list.
  case permissionDenied(DingTalkRefusal, api: String)
  /// DingTalk refused the request.
  case refused(DingTalkRefusal, api: String)
  /// A firewall responded in DingTalk's place.
  case banned(api: String, excerpt: String)
  /// DingTalk failed (HTTP 5xx).
  case serverFailed(status: Int, api: String, attempts: Int, excerpt: String)
  /// The response has the wrong form; `path` says where in it.
  case malformed(api: String, path: String, problem: String)
  /// There was no response.
  case unanswered(TransportError, api: String, attempts: Int)
  /// The caller was cancelled.
  case cancelled(api: String)
  /// The request is invalid; nothing was sent.
  case invalidQuestion(api: String, problem: String)
}

extension DingTalkError {
  /// Codes of a refusal that a single bad user id in a request can cause.
  static let codesOfOneUser: Set<String> = [
    "33012", "40035", "400001", "400002", "400023", "50002", "60121", "invalidParameter",
  ]

  /// Whether a single bad user id may have caused it, so that a smaller request may help.
  package var mayConcernOneUser: Bool {
    if case .refused(let refusal, _) = self {
      DingTalkError.codesOfOneUser.contains(refusal.code)
    } else {
      false
    }
  }

  /// DingTalk's code; nil if it gave none.
  package var code: String? { refusal?.code }

  /// DingTalk's text, without secrets; nil if it gave none.
  package var systemMessage: String? { refusal?.message }

  /// DingTalk's request id of the refused call; nil if it gave none.
  package var requestID: String? { refusal?.requestID }

  /// DingTalk's refusal; nil if DingTalk did not respond.
  package var refusal: DingTalkRefusal? {
    switch self {
    case .credentialsRefused(let refusal, _), .tokenRefused(let refusal, _),
      .throttled(let refusal, _, _), .busy(let refusal, _, _), .quotaSpent(let refusal, _),
      .permissionDenied(let refusal, _), .refused(let refusal, _):
      refusal
    case .banned, .serverFailed, .malformed, .unanswered, .cancelled, .invalidQuestion: nil
    }
  }
}
