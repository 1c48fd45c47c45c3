import Foundation

/// Bytes as text.
enum Base64 {
  /// The bytes of a text in the standard alphabet; nil if it is none.
  static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map(Array.init) }

  /// The text of bytes in the alphabet for URLs, without padding.
  static func urlText(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// The bytes of a text in the alphabet for URLs; nil if it is none.
  static func urlBytes(_ text: String) -> [UInt8]? {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    return bytes(standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
  }

  /// Whether a byte is a digit of the alphabet for URLs.
  static func isURLDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
