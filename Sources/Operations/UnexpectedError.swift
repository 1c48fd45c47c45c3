import Roster

/// An error without a message of its own for users.
struct UnexpectedError: UserFacingError {
  let reason: String
  var errorCode: ErrorCode { ErrorCode("unexplained", .software) }
  var message: String { "Something unforeseen happened: \(reason). Please report it." }
}
