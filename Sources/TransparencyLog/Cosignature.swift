/// The bytes after the key id in a witness's signature line: a time and an Ed25519 signature over
/// it and the checkpoint (C2SP tlog-cosignature, type 0x04).
package struct Cosignature: Hashable, Sendable {
  /// When, in seconds since 1970.
  package let seconds: UInt64
  /// The 64 bytes of the signature.
  package let ed25519: [UInt8]

  init(seconds: UInt64, ed25519: [UInt8]) {
    self.seconds = seconds
    self.ed25519 = ed25519
  }

  /// Reads a cosignature.
  ///
  /// - Parameter bytes: Eight bytes of time, the highest first, and 64 of signature; nil for
  ///   anything else, and for time 0, which is no time at which the witness saw the checkpoint.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 72 else { return nil }
    seconds = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    guard seconds > 0 else { return nil }
    ed25519 = [UInt8](bytes.dropFirst(8))
  }

  /// The bytes after the key id.
  package var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: seconds >> UInt64(56 - 8 * $0)) } + ed25519
  }

  /// The bytes that are signed.
  ///
  /// - Parameter text: The whole text of the checkpoint.
  /// - Returns: The message under the signature.
  package func message(for text: [UInt8]) -> [UInt8] { Self.message(for: text, at: seconds) }

  static func message(for text: [UInt8], at seconds: UInt64) -> [UInt8] {
    [UInt8]("cosignature/v1\ntime \(seconds)\n".utf8) + text
  }
}
