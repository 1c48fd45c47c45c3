/// An error that a person can act on.
///
/// Modules throw their own enums. Each case has a stable name, on which scripts may rely, and a
/// sentence that says what happened, where, and what to do. No message contains a secret.
package protocol UserFacingError: Error, CustomStringConvertible {
  /// The stable name, in camel case (`ledgerBusy`).
  var name: String { get }
  /// What happened, where, and what to do.
  var message: String { get }
}

extension UserFacingError {
  /// The message.
  package var description: String { message }
}
