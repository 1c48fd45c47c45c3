/// The name that a client gave a request, so that a repetition of it is recognised.
///
/// Example: a program that did not get a response to a push sends it again with the same key, and is
/// answered with the operation of the first one. The digest says whether it is the same request.
package struct RequestKey: Hashable, Sendable {
  /// The name: 1 to 255 bytes.
  package let key: Verbatim
  /// SHA-256 of the request (method, path and body), 64 digits in lower case.
  package let digest: Verbatim

  /// Nil if the name is empty or too long, or the digest has another form.
  package init?(_ key: Verbatim, digest: Verbatim) {
    let isDigit: (UInt8) -> Bool = { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    guard 1...255 ~= key.bytes.count, digest.bytes.count == 64, digest.bytes.allSatisfy(isDigit)
    else { return nil }
    self.key = key
    self.digest = digest
  }
}
