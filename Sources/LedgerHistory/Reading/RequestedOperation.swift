package import Roster

/// The operation of a request that came with a key.
package struct RequestedOperation: Hashable, Sendable {
  /// Its number.
  package let operation: OperationNumber
  /// SHA-256 of the request, 64 digits in lower case; nil if it went with the erasure of a person whom
  /// the request may have named.
  package let digest: Verbatim?
}
