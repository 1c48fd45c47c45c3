import Foundation

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
