import RemoteAPI

extension DingTalkError {
  /// Codes of which it is documented, or certain by their meaning, that they are given before
  /// anything is written: the user, a value or the call itself was checked and refused.
  ///
  /// A code that is not here proves nothing: `-1`, 15, 400001 (系统错误), `isp.*`, and every code that
  /// is unknown. Several groups may be written one by one, so that a refusal of this list
  /// may still leave the groups before it written; a batch looks at that when it reads again.
  static let codesThatProveNothingWritten: Set<String> = [
    // The call: its method, address, form.
    "22", "40035", "43001", "43002", "43003", "43007", "invalidParameter",
    // Who calls: company, permission, scope, address.
    "33001", "52010", "400020", "60011", "60020", "noPermission",
    // Whom it is about.
    "33012", "400023", "50002", "50004", "60121",
    // What it says.
    "400002", "60103", "60104",
  ]

  /// Whether a call that writes may have been applied although it ended in this error.
  ///
  /// The one place that decides it. What is refused before it is looked at (token, rate, quota) was
  /// not applied, nor was what is refused by a code of the list; whatever else ends a call that
  /// writes may have come after the writing. A call that only asks applies nothing.
  package var mayHaveBeenApplied: Bool {
    guard isOfWrite else { return false }
    if refusal?.serverStatus != nil { return true }
    switch self {
    case .credentialsRefused, .tokenRefused, .throttled, .quotaSpent, .cancelled, .invalidQuestion:
      return false
    case .permissionDenied(let refusal, _), .refused(let refusal, _):
      return !DingTalkError.codesThatProveNothingWritten.contains(refusal.code)
    case .busy, .serverFailed, .malformed, .banned: return true
    case .unanswered(let error, _, _): return error.mayHaveBeenApplied
    }
  }

  /// Whether it is about a call that writes, and not about one for a token or a reading.
  package var isOfWrite: Bool { api == DingTalkCall.updateAPI }

  /// Whether the fault may be over soon: DingTalk is busy, or its gateway failed (`isp.*`, 15).
  package var mayPass: Bool {
    switch self {
    case .busy: true
    case .refused(let refusal, _), .permissionDenied(let refusal, _):
      refusal.code.hasPrefix("isp.") || refusal.code == "15"
    default: false
    }
  }

  /// The call that ended so.
  var api: String {
    switch self {
    case .credentialsRefused(_, let api), .tokenRefused(_, let api), .throttled(_, let api, _),
      .busy(_, let api, _), .quotaSpent(_, let api), .permissionDenied(_, let api),
      .refused(_, let api), .banned(let api, _), .serverFailed(_, let api, _, _),
      .malformed(let api, _, _), .unanswered(_, let api, _), .cancelled(let api),
      .invalidQuestion(let api, _):
      api
    }
  }
}
