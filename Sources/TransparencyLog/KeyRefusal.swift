/// Why a key, or the text of one, is refused.
package enum KeyRefusal: LogRefusal, Hashable {
  /// The text does not have the parts of a key.
  case malformed
  /// A key name is empty, not UTF-8, or has a space, a control character or a plus sign.
  case invalidName
  /// The key id is not eight lower-case hexadecimal digits.
  case malformedKeyID
  /// The key is not in canonical base64.
  case notBase64
  /// The signature type is not supported.
  case unsupportedType(UInt8)
  /// The key has a wrong number of bytes for its type.
  case wrongLength(Int)
  /// The key id does not match the name and the key.
  case keyIDMismatch

  package var name: String {
    switch self {
    case .malformed: "malformedKey"
    case .invalidName: "invalidKeyName"
    case .malformedKeyID: "malformedKeyID"
    case .notBase64: "keyNotBase64"
    case .unsupportedType: "unsupportedKeyType"
    case .wrongLength: "wrongKeyLength"
    case .keyIDMismatch: "keyIDMismatch"
    }
  }

  package var message: String {
    switch self {
    case .malformed:
      "The key is not written as NAME+ID+BASE64 (a private one as PRIVATE+KEY+NAME+ID+BASE64)."
    case .invalidName:
      "The key name is empty, not UTF-8, or has a space, a control character or a plus sign."
    case .malformedKeyID: "The key id is not eight lower-case hexadecimal digits."
    case .notBase64: "The last part of the key is not canonical base64."
    case .unsupportedType(let type):
      "Signature type 0x\(String(type, radix: 16)) is not supported here; 0x1 and 0x4 are."
    case .wrongLength(let count): "An Ed25519 key has 32 bytes, this one \(count)."
    case .keyIDMismatch:
      "The key id does not belong to this name and key: the text was changed or cut together."
    }
  }
}
