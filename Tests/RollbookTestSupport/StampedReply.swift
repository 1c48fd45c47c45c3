/// The reply of a time stamping authority (RFC 3161), as far as it is read without its certificate.
package enum StampedReply {
  /// A reply that stamps a SHA-256 at a time.
  ///
  /// - Parameters:
  ///   - digest: The 32 bytes.
  ///   - time: The time, as `20260101000000Z`.
  ///   - status: 0 where the stamp is granted.
  /// - Returns: The reply, in DER, without any signature.
  package static func bytes(digest: [UInt8], time: String, status: UInt8 = 0) -> [UInt8] {
    let sha256: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
    let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    let stampInfo: [UInt8] = [
      0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04,
    ]
    let imprint = element(0x30, element(0x30, element(0x06, sha256)) + element(0x04, digest))
    let info = element(
      0x30,
      element(0x02, [1]) + element(0x06, [0x2A, 3, 4]) + imprint + element(0x02, [7])
        + element(0x18, Array(time.utf8))
    )
    let content = element(
      0x30,
      element(0x06, stampInfo) + element(0xA0, element(0x04, info))
    )
    let signed = element(0x30, element(0x02, [3]) + element(0x31, []) + content)
    let token = element(0x30, element(0x06, signedData) + element(0xA0, signed))
    return element(0x30, element(0x30, element(0x02, [status])) + token)
  }

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
      count < 0x80
      ? [UInt8(count)]
      : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
    return [tag] + length + content
  }
}
