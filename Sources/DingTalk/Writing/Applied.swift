import RemoteAPI

extension DingTalkError {
  /// Codes that are documented, or certain by their meaning, to be given before anything is
  /// written: the user, a value or the call itself was checked and refused.
  ///
  /// Any other code proves nothing: `-1`, 15, 400001 (系统错误), `isp.*`, and every unknown code.
  /// Several groups may be written one by one, so that even a refusal in this list may leave
  /// earlier groups written; a batch finds that when it reads again.
  static let codesThatProveNothingWritten: Set<String> = [
    // The call: its method, address, form.
    "22", "40035", "43001", "43002", "43003", "43007", "invalidParameter",
    // The caller: company, permission, scope, address.
    "33001", "52010", "400020", "60011", "60020", "noPermission",
    // The user whom the call names.
    "33012", "400023", "50002", "50004", "60121",
    // The contents.
    "400002", "60103", "60104",
  ]

  /// Whether a call that writes may have been applied although it ended in this error.
  ///
  /// Only this property decides it. A call that is refused before its contents are read (token,
  /// rate, quota) was not applied, nor was one that is refused by a code of the list; any other
  /// error may have come after the writing. A call that only reads applies nothing.
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

  /// Whether it concerns a call that writes, and not one for a token or a read.
  package var isOfWrite: Bool { api == DingTalkCall.updateAPI }

  /// Whether the fault may be temporary: DingTalk is busy, or its gateway failed (`isp.*`, 15).
  package var mayPass: Bool {
    switch self {
    case .busy: true
    case .refused(let refusal, _), .permissionDenied(let refusal, _):
      refusal.code.hasPrefix("isp.") || refusal.code == "15"
    default: false
    }
  }

  /// The call that ended with it.
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
