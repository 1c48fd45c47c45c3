package import RemoteAPI
package import Roster

/// Why a provider of OpenID Connect let no person in.
package enum OpenIDError: UserFacingError, Hashable {
  /// The provider did not respond.
  case unreachable(TransportError)
  /// The provider's response cannot be used.
  case malformed(place: String, problem: String)
  /// The provider does not take the code: it was used, is over, or is none of its own.
  case codeRefused
  /// The ID token proves nothing.
  case tokenRefused(problem: String)

  package var errorCode: ErrorCode {
    switch self {
    case .unreachable: ErrorCode("openIDUnreachable", .unavailable)
    case .malformed: ErrorCode("openIDMalformedResponse", .badData)
    case .codeRefused: ErrorCode("openIDCodeRefused", .noPermission)
    case .tokenRefused: ErrorCode("openIDTokenRefused", .noPermission)
    }
  }

  package var message: String {
    switch self {
    case .unreachable(let error): "The sign-in provider did not respond. \(error.message)"
    case .malformed(let place, let problem):
      "The response of the sign-in provider at \(place) cannot be used: \(problem)."
    case .codeRefused:
      "The sign-in provider does not take the code: it was used, or is over. Sign in again."
    case .tokenRefused(let problem):
      "The ID token of the sign-in provider proves nothing: \(problem)."
    }
  }
}
