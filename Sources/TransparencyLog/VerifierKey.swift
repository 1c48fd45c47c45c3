import Crypto

/// The public half of a key, with the signer's name and the type of signature.
///
/// Written `NAME+ID+BASE64`, where ID is in eight hexadecimal digits and BASE64 encodes the type's
/// byte and the 32 bytes of the key.
package struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// The name of the signer.
  package let keyName: KeyName
  /// What is signed, and how.
  package let type: SignatureType
  /// The 32 bytes of the Ed25519 key.
  package let publicKey: [UInt8]
  /// The first four bytes of SHA-256 over name, line feed, type and key.
  package let keyID: UInt32

  /// Validates the parts of a key.
  ///
  /// - Parameters:
  ///   - keyName: The name of the signer.
  ///   - type: What is signed, and how.
  ///   - publicKey: The 32 bytes of the Ed25519 key.
  /// - Throws: `KeyRefusal.wrongLength`.
  package init(
    keyName: KeyName,
    type: SignatureType,
    publicKey: [UInt8]
  ) throws(KeyRefusal) {
    guard publicKey.count == 32 else { throw .wrongLength(publicKey.count) }
    self.keyName = keyName
    self.type = type
    self.publicKey = publicKey
    keyID = Self.keyID(keyName, [type.rawValue] + publicKey)
  }

  /// Reads a key from its text.
  ///
  /// - Parameter text: `NAME+ID+BASE64`, with nothing before or after it.
  /// - Throws: Why the text is refused; the id must be that of the name and the key.
  package init(parsing text: some Collection<UInt8>) throws(KeyRefusal) {
    let parts = try KeyText(parsing: text)
    guard let type = SignatureType(rawValue: parts.type) else {
      throw .unsupportedType(parts.type)
    }
    try self.init(keyName: parts.keyName, type: type, publicKey: parts.key)
    guard keyID == parts.keyID else { throw .keyIDMismatch }
  }

  static func keyID(_ keyName: KeyName, _ typeAndKey: [UInt8]) -> UInt32 {
    let hash = MerkleHash.digest(of: keyName.bytes + [TextBytes.lineFeed] + typeAndKey)
    return hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The text of the key, which is not secret.
  package var encoded: [UInt8] {
    KeyText(keyName: keyName, keyID: keyID, type: type.rawValue, key: publicKey).encoded
  }

  /// The same key and name for another type of signature.
  ///
  /// - Parameter type: The type.
  /// - Returns: The key, with its id for this type.
  package func with(_ type: SignatureType) -> VerifierKey {
    VerifierKey(trusted: keyName, type: type, publicKey: publicKey)
  }

  private init(trusted keyName: KeyName, type: SignatureType, publicKey: [UInt8]) {
    self.keyName = keyName
    self.type = type
    self.publicKey = publicKey
    keyID = Self.keyID(keyName, [type.rawValue] + publicKey)
  }

  /// Whether a signature on a text is genuine.
  ///
  /// - Parameters:
  ///   - signature: The bytes after the key id in a signature line.
  ///   - text: A note's text, its last line feed included.
  /// - Returns: Whether this key signed it.
  package func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    switch type {
    case .ed25519: verifiesPlain(signature, of: text)
    case .cosignature:
      if let cosignature = Cosignature(signature) {
        verifiesPlain(cosignature.ed25519, of: cosignature.message(for: text))
      } else {
        false
      }
    }
  }

  private func verifiesPlain(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return signature.count == 64 && key.isValidSignature(signature, for: message)
  }

  /// The text of the key.
  package var description: String { TextBytes.shown(encoded) }
}
