package import Roster

/// Why a connection of the Stream is not used any longer.
package enum StreamError: UserFacingError, Hashable {
  /// A frame has the wrong form; the fault, which never quotes the frame.
  case malformedFrame(String)
  /// Nothing was heard for this long.
  case silent(Duration)

  package var errorCode: ErrorCode {
    switch self {
    case .malformedFrame: ErrorCode("streamMalformedFrame", .badData)
    case .silent: ErrorCode("streamSilent", .unavailable)
    }
  }

  package var message: String {
    switch self {
    case .malformedFrame(let problem):
      "A frame of DingTalk's Stream is malformed: it \(problem). The connection was closed; what it "
        + "had not acknowledged comes again. If it stays so, report it to DingTalk."
    case .silent(let duration):
      "Nothing was heard from DingTalk's Stream for \(duration.components.seconds) seconds, so the "
        + "connection was given up. If it stays so, look whether a proxy cuts idle connections."
    }
  }
}
