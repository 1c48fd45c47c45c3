import Foundation

/// Base64 of RFC 4648 section 4, padded, in the one spelling that encoding gives.
package enum CanonicalBase64 {
  /// Spells bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The characters, as ASCII.
  package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    [UInt8](Data(bytes).base64EncodedData())
  }

  /// Reads bytes from their spelling.
  ///
  /// Foundation accepts spare bits that are not zero ("AAB=" for "AAA="), which would give one
  /// signature many spellings; so what was read is spelled again and compared.
  ///
  /// - Parameter text: The characters, as ASCII.
  /// - Returns: The bytes, or nothing if the text is not how they are spelled.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard let data = Data(base64Encoded: Data(text)) else { return nil }
    let bytes = [UInt8](data)
    return encode(bytes).elementsEqual(text) ? bytes : nil
  }
}
