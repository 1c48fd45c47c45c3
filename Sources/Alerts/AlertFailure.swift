package import RemoteAPI
package import Roster

/// Why a digest did not arrive.
package enum AlertFailure: UserFacingError, Hashable {
  /// There was no response.
  case noResponse(sink: String, TransportError)
  /// The response was not a success; `code` is the status, or the robot's code.
  case refused(sink: String, code: String)
  /// The robot takes no message for ten minutes.
  case throttled(sink: String)

  package var errorCode: ErrorCode {
    switch self {
    case .noResponse: ErrorCode("alertUnreachable", .unavailable)
    case .refused: ErrorCode("alertRefused", .unavailable)
    case .throttled: ErrorCode("alertThrottled", .tryLater)
    }
  }

  package var message: String {
    switch self {
    case .noResponse(let sink, let error): "An alert did not reach the \(sink): \(error.message)"
    case .refused(let sink, let code):
      "The \(sink) refused an alert with the code \(code). Check its address, token and secret."
    case .throttled(let sink): "The \(sink) was sent too many messages; alerts wait ten minutes."
    }
  }

  /// How long nothing is sent after it.
  var retryAfter: Duration {
    if case .throttled = self { .seconds(600) } else { .zero }
  }
}
