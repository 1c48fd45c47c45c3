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
}
