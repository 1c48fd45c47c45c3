import Roster
import Tables
import VerbatimJSON

/// An error as standard error and the exit code give it.
struct Failure: Sendable {
  /// The stable name, and the exit status.
  let code: ErrorCode
  /// One or two sentences: what happened, where, what to do.
  let message: String

  /// Makes the text and the exit status of an error.
  init(_ error: any Error) {
    switch error {
    case let error as any UserFacingError:
      code = error.errorCode
      message = error.message
    case is CancellationError:
      code = ErrorCode("interrupted", .interrupted)
      message = "Stopped."
    default:
      code = ErrorCode("internal", .software)
      // The type says where to look; a description could hold anything, secrets too.
      message = """
        Something went wrong that Rollbook does not know (\(type(of: error))). Run the command \
        again with --verbose, and report it.
        """
    }
  }

  /// The exit code of the command that it ended: that of the request to stop, if there was one.
  func exit(after interruption: Interruption) -> ExitStatus {
    let cause = code.exit == .interrupted ? interruption.cause : nil
    return cause?.exit ?? code.exit
  }

  /// What standard error gets: a sentence for people, an object for programs.
  func text(_ format: OutputFormat) -> String {
    if format != .json { return "rollbook: \(message) [\(code.name)]" }
    let error: JSON = [
      "error": [
        "name": .string(code.name), "message": .string(message),
        "exit": .integer(code.exit.rawValue),
      ]
    ]
    return String(decoding: error.bytes, as: UTF8.self)
  }
}
