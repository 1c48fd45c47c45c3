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
