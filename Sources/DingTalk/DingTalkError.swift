package import RemoteAPI
import Roster

/// Why DingTalk did not answer a call, or why its response cannot be used.
package enum DingTalkError: UserFacingError, Hashable {
  /// The app's key or secret is wrong.
  case credentialsRefused(DingTalkRefusal, api: String)
  /// A token was refused, and a new one as well.
  case tokenRefused(DingTalkRefusal, api: String)
  /// There were too many calls, however long we waited.
  case throttled(DingTalkRefusal, api: String, attempts: Int)
  /// DingTalk was busy, however often we tried.
  case busy(DingTalkRefusal, api: String, attempts: Int)
  /// The company's monthly quota is spent.
  case quotaSpent(DingTalkRefusal, api: String)
  /// The app lacks a permission, or the address is not on its list.
  case permissionDenied(DingTalkRefusal, api: String)
  /// DingTalk refused what was asked.
  case refused(DingTalkRefusal, api: String)
  /// A firewall answered in DingTalk's place.
  case banned(api: String, excerpt: String)
  /// DingTalk failed (HTTP 5xx).
  case serverFailed(status: Int, api: String, attempts: Int, excerpt: String)
  /// The response is not what a response looks like; `path` says where within it.
  case malformed(api: String, path: String, problem: String)
  /// There was no response.
  case unanswered(TransportError, api: String, attempts: Int)
  /// The caller was cancelled.
  case cancelled(api: String)
  /// The question cannot be put; nothing was sent.
  case invalidQuestion(api: String, problem: String)
}

extension DingTalkError {
  /// Codes of a refusal that one bad user id among many can cause.
  static let codesOfOneUser: Set<String> = [
    "33012", "40035", "400001", "400002", "400023", "50002", "60121", "invalidParameter",
  ]

  /// Whether one bad user id among many can have caused this, so that asking for fewer may help.
  package var mayConcernOneUser: Bool {
    if case .refused(let refusal, _) = self {
      DingTalkError.codesOfOneUser.contains(refusal.code)
    } else {
      false
    }
  }

  /// DingTalk's code, where it gave one.
  package var code: String? { refusal?.code }

  /// DingTalk's text, where it gave one, without secrets.
  package var systemMessage: String? { refusal?.message }

  /// DingTalk's id of the refused call, where it gave one.
  package var requestID: String? { refusal?.requestID }

  /// What DingTalk said, where it said something.
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
