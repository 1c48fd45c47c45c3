import Crypto
import Foundation
package import RemoteAPI

/// A symmetric key of Standard Webhooks, written as `whsec_` and its base64.
package struct WebhookKey: Sendable {
  private let key: SymmetricKey

  /// Parses a key of 24 to 64 bytes.
  ///
  /// - Parameters:
  ///   - secret: The text.
  ///   - webhook: The webhook's name, for the error.
  /// - Throws: `WebhookError` if it is none.
  package init(_ secret: Secret, of webhook: String) throws(WebhookError) {
    let text = secret.revealed
    guard text.hasPrefix("whsec_"), let data = Data(base64Encoded: String(text.dropFirst(6))),
      24...64 ~= data.count
    else { throw .keyMalformed(webhook: webhook) }
    key = SymmetricKey(data: data)
  }

  /// The signature of a text: `v1,BASE64`.
  func signature(of bytes: [UInt8]) -> String {
    "v1," + Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key)).base64EncodedString()
  }
}
