import Roster

/// An error without a message of its own for users.
struct UnexpectedError: UserFacingError {
  let reason: String
  var name: String { "unexplained" }
  var message: String { "Something unforeseen happened: \(reason). Please report it." }
}
