import Roster

/// Why a result could not be written.
enum OutputError: UserFacingError {
  /// The reader of the output closed it, as `head` does.
  case closed
  /// The system refused the write.
  case failed(reason: String)

  var errorCode: ErrorCode {
    switch self {
    case .closed: ErrorCode("outputClosed", .outputClosed)
    case .failed: ErrorCode("outputFailed", .inputOutput)
    }
  }

  var message: String {
    switch self {
    case .closed: "The reader of the output stopped reading."
    case .failed(let reason): "The result could not be written: \(reason)."
    }
  }
}
