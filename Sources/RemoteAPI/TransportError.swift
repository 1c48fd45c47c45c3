package import Roster

/// Why a request got no response.
///
/// Callers need to know whether the request may have been applied: only before its first byte was
/// sent it certainly was not.
package enum TransportError: UserFacingError, Hashable {
  /// The URL cannot be called; nothing was sent.
  case badURL(url: String)
  /// There was no connection, and nothing was sent; the cause is a sentence that names host and
  /// port and says what to do.
  case connectionFailed(url: String, cause: String)
  /// The connection broke while the request was sent, or afterwards.
  case connectionLost(url: String, cause: String)
  /// The time limit was over after the request was sent.
  case timedOut(url: String, after: Duration)
  /// The response is larger than the limit.
  case tooLarge(url: String, limit: Int)
  /// The caller was cancelled.
  case cancelled(url: String)
  /// The transport was shut down; nothing was sent.
  case shutDown(url: String)

  package var errorCode: ErrorCode {
    switch self {
    case .badURL: ErrorCode("badURL", .badSettings)
    case .connectionFailed: ErrorCode("connectionFailed", .unavailable)
    case .connectionLost: ErrorCode("connectionLost", .unavailable)
    case .timedOut: ErrorCode("timedOut", .unavailable)
    case .tooLarge: ErrorCode("answerTooLarge", .badData)
    case .cancelled: ErrorCode("cancelled", .interrupted)
    case .shutDown: ErrorCode("transportShutDown", .unavailable)
    }
  }

  package var message: String {
    switch self {
    case .badURL(let url):
      "\(url) is not an http or https URL that can be called. Correct the address."
    case .connectionFailed(_, let cause): cause
    case .connectionLost(let url, let cause):
      "The connection was lost while waiting for \(url): \(cause)."
    case .timedOut(let url, let duration):
      "No response from \(url) within \(duration)."
    case .tooLarge(let url, let limit):
      "The response of \(url) is larger than \(limit / 1_048_576) MB and was not read."
    case .cancelled(let url): "The call of \(url) was cancelled."
    case .shutDown(let url): "\(url) was called after the connections had been closed."
    }
  }

  /// Whether the system may have received the request and acted on it.
  package var mayHaveBeenApplied: Bool {
    switch self {
    case .badURL, .connectionFailed, .shutDown: false
    case .connectionLost, .timedOut, .tooLarge, .cancelled: true
    }
  }

  /// Why the same request may get a response a little later; nil if it will not.
  package var retryCause: RetryPolicy.Cause? {
    switch self {
    case .badURL, .tooLarge, .cancelled, .shutDown: nil
    case .connectionFailed, .connectionLost, .timedOut: .transport
    }
  }
}
