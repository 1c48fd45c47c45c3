/// Lower-case hexadecimal.
package enum Hexadecimal {
  private static let digits = [UInt8]("0123456789abcdef".utf8)

  /// Encodes bytes, two digits each.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The digits, as ASCII.
  package static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }

  /// Encodes bytes, two digits each.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The digits, as text.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: encode(bytes), as: UTF8.self)
  }

  /// Decodes digits.
  ///
  /// - Parameter text: An even number of lower-case digits, as ASCII.
  /// - Returns: The bytes, or nil if the text has another form.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
      guard let digit = value(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }
}
