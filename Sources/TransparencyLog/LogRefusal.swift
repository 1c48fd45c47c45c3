/// Why something was refused.
///
/// Every refusal of this module has a stable name, on which scripts and tests may rely, and a
/// sentence for a person. No message contains a secret.
package protocol LogRefusal: Error, CustomStringConvertible {
  /// The stable name, in camel case (`rootMismatch`).
  var name: String { get }
  /// What is wrong, and where.
  var message: String { get }
}

extension LogRefusal {
  /// The message.
  package var description: String { message }
}
