/// The name of a key's holder; it should look like an address without its scheme.
///
/// Names are compared byte by byte.
package struct KeyName: Hashable, Sendable, CustomStringConvertible {
  /// The name's bytes, which are UTF-8.
  package let bytes: [UInt8]

  /// Validates a name.
  ///
  /// - Parameter bytes: UTF-8, not empty, without spaces of any kind, control characters and plus
  ///   signs.
  /// - Throws: `KeyRefusal.invalidName`.
  package init(_ bytes: some Collection<UInt8>) throws(KeyRefusal) {
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: Self.isForbidden)
    else { throw .invalidName }
    self.bytes = [UInt8](bytes)
  }

  /// Validates a name.
  ///
  /// - Parameter text: Not empty, without spaces of any kind, control characters and plus signs.
  /// - Throws: `KeyRefusal.invalidName`.
  package init(_ text: String) throws(KeyRefusal) { try self.init([UInt8](text.utf8)) }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value < 0x20 || scalar == "+"
  }

  /// The name as text.
  package var description: String { TextBytes.shown(bytes) }
}
