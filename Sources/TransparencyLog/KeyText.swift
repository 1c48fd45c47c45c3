/// The parts of a key's text, public or private: `NAME+ID+BASE64`.
struct KeyText {
  let keyName: KeyName
  let keyID: UInt32
  let type: UInt8
  let key: [UInt8]

  private static let plus: UInt8 = 0x2B

  init(keyName: KeyName, keyID: UInt32, type: UInt8, key: [UInt8]) {
    self.keyName = keyName
    self.keyID = keyID
    self.type = type
    self.key = key
  }

  /// Splits the text; the caller compares the id.
  init(parsing text: some Collection<UInt8>) throws(KeyRefusal) {
    // The base64 may contain plus signs, so only the first two separate.
    let parts = [UInt8](text).split(
      separator: Self.plus,
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard parts.count == 3 else { throw .malformed }
    keyName = try KeyName(parts[0])
    guard parts[1].count == 8, let id = Hexadecimal.decode(parts[1]) else {
      throw .malformedKeyID
    }
    keyID = id.reduce(0) { $0 << 8 | UInt32($1) }
    guard let bytes = CanonicalBase64.decode(parts[2]), let first = bytes.first else {
      throw .notBase64
    }
    type = first
    key = [UInt8](bytes.dropFirst())
  }

  var encoded: [UInt8] {
    let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
    return keyName.bytes + [Self.plus] + Hexadecimal.encode(id) + [Self.plus]
      + CanonicalBase64.encode([type] + key)
  }
}
