import Crypto

/// The public half of a key, with the name of who signs with it and for what.
///
/// Written `NAME+ID+BASE64`, where ID is in eight hexadecimal digits and BASE64 spells the type's
/// byte and the 32 bytes of the key.
package struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// Who signs.
  package let keyName: KeyName
  /// What is signed, and how.
  package let type: SignatureType
  /// The 32 bytes of the Ed25519 key.
  package let publicKey: [UInt8]
  /// The first four bytes of SHA-256 over name, line feed, type and key.
  package let keyID: UInt32

  /// Takes a key by its parts.
  ///
  /// - Parameters:
  ///   - keyName: Who signs.
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
  /// - Parameter text: `NAME+ID+BASE64`, with nothing before and behind.
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

  /// The text of the key, which is no secret.
  package var encoded: [UInt8] {
    KeyText(keyName: keyName, keyID: keyID, type: type.rawValue, key: publicKey).encoded
  }

  /// The same key and name for another use.
  ///
  /// - Parameter type: The use.
  /// - Returns: The key, with the id that it has for this use.
  package func with(_ type: SignatureType) -> VerifierKey {
    VerifierKey(trusted: keyName, type: type, publicKey: publicKey)
  }

  private init(trusted keyName: KeyName, type: SignatureType, publicKey: [UInt8]) {
    self.keyName = keyName
    self.type = type
    self.publicKey = publicKey
    keyID = Self.keyID(keyName, [type.rawValue] + publicKey)
  }

  /// Whether a signature is this key's over a text.
  ///
  /// - Parameters:
  ///   - signature: The bytes behind the key id in a signature line.
  ///   - text: A note's text, its last line feed included.
  /// - Returns: Whether the signature is genuine.
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
