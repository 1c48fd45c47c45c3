import Foundation

/// Text in the formats of this module: bytes, split at line feeds.
///
/// Swift compares strings by canonical equivalence and considers "\r\n" one character, so nothing
/// that is signed, hashed or compared here is a `String`.
package enum TextBytes {
  package static let lineFeed: UInt8 = 0x0A
  package static let space: UInt8 = 0x20

  /// Splits text into lines.
  ///
  /// - Parameter text: The text.
  /// - Returns: The lines without their line feeds; nil if the last line has none.
  package static func lines(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    guard let last = text.last else { return [] }
    guard last == lineFeed else { return nil }
    return text.dropLast().split(separator: lineFeed, omittingEmptySubsequences: false)
  }

  /// The first empty line that has a line above it.
  ///
  /// - Parameter text: The text.
  /// - Returns: The offset of the empty line's line feed.
  package static func firstEmptyLine(_ text: [UInt8]) -> Int? {
    text.withUnsafeBufferPointer { text in
      var index = 1
      while index < text.count {
        if text[index] == lineFeed, text[index - 1] == lineFeed { return index }
        index += 1
      }
      return nil
    }
  }

  /// The last empty line that has a line above it.
  ///
  /// - Parameter text: The text.
  /// - Returns: The offset of the empty line's line feed.
  package static func lastEmptyLine(_ text: [UInt8]) -> Int? {
    text.withUnsafeBufferPointer { text in
      var index = text.count - 1
      while index > 0 {
        if text[index] == lineFeed, text[index - 1] == lineFeed { return index }
        index -= 1
      }
      return nil
    }
  }

  /// Whether bytes are valid UTF-8.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Whether they are valid UTF-8.
  package static func isUTF8(_ bytes: some Sequence<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  /// Whether bytes contain an ASCII control character other than the line feed.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Whether one is below 0x20 and not 0x0A.
  package static func hasControlCharacter(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { $0.contains { $0 < space && $0 != lineFeed } }
  }

  /// The bytes as text, for messages only.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The text, with replacement characters for invalid UTF-8.
  package static func shown(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

/// Decimal numbers without sign and without leading zeros.
package enum CanonicalInteger {
  /// Encodes a number.
  ///
  /// - Parameter number: The number.
  /// - Returns: Its digits, as ASCII.
  package static func encode(_ number: UInt64) -> [UInt8] { [UInt8](String(number).utf8) }

  /// Decodes a number.
  ///
  /// Swift's own initialisers accept "+8" and "08" for 8, so this checks every character.
  ///
  /// - Parameter text: The digits, as ASCII.
  /// - Returns: The number; nil if the text is not the canonical form of a number below 2^64.
  package static func decode(_ text: some Collection<UInt8>) -> UInt64? {
    guard let first = text.first, first != 0x30 || text.count == 1 else { return nil }
    var number: UInt64 = 0
    for character in text {
      guard 0x30...0x39 ~= character else { return nil }
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt64(character - 0x30))
      guard !overflow, !carry else { return nil }
      number = sum
    }
    return number
  }
}

/// Base64 of RFC 4648 section 4, with padding, in its canonical form only.
package enum CanonicalBase64 {
  /// Encodes bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The characters, as ASCII.
  package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    [UInt8](Data(bytes).base64EncodedData())
  }

  /// Decodes the canonical form.
  ///
  /// Foundation accepts spare bits that are not zero ("AAB=" for "AAA="), so one signature would
  /// have several encodings. So the result is encoded again and compared.
  ///
  /// - Parameter text: The characters, as ASCII.
  /// - Returns: The bytes, or nil if the text is not canonical.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard let data = Data(base64Encoded: Data(text)) else { return nil }
    let bytes = [UInt8](data)
    return encode(bytes).elementsEqual(text) ? bytes : nil
  }
}

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
