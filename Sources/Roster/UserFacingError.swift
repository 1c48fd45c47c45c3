/// An error that a person can act on.
///
/// Modules throw their own enums. Each case has a code, on which scripts may rely, and a sentence
/// that says what happened, where, and what to do. No message contains a secret.
package protocol UserFacingError: Error, CustomStringConvertible {
  /// Its stable name, and the exit status that it causes.
  var errorCode: ErrorCode { get }
  /// What happened, where, and what to do.
  var message: String { get }
}

extension UserFacingError {
  /// The stable name, in camel case (`ledgerBusy`).
  package var name: String { errorCode.name }
  /// The message.
  package var description: String { message }
}
