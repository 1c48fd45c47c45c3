import Crypto

/// The private half of a key; `description` and dumps do not show it.
///
/// Written `PRIVATE+KEY+NAME+ID+BASE64`, where BASE64 encodes the byte 0x01 and the 32 bytes of the
/// seed, as in Go's note package. Ed25519 is deterministic, so signing again after a crash gives
/// the same note.
package struct SigningKey: Sendable {
  /// The name of the signer.
  package let keyName: KeyName
  private let key: Curve25519.Signing.PrivateKey
  private let publicKey: VerifierKey

  private static let prefix = [UInt8]("PRIVATE+KEY+".utf8)

  /// Derives a key from its seed.
  ///
  /// - Parameters:
  ///   - keyName: The name of the signer.
  ///   - seed: 32 random bytes, which must stay secret.
  /// - Throws: `KeyRefusal.wrongLength`.
  package init(keyName: KeyName, seed: [UInt8]) throws(KeyRefusal) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .wrongLength(seed.count)
    }
    self.keyName = keyName
    self.key = key
    publicKey = try VerifierKey(
      keyName: keyName,
      type: .ed25519,
      publicKey: [UInt8](key.publicKey.rawRepresentation)
    )
  }

  /// Reads a key from its text.
  ///
  /// - Parameter text: `PRIVATE+KEY+NAME+ID+BASE64`, with nothing before or after it.
  /// - Throws: Why the text is refused; the id must be that of the name and the public key.
  package init(parsing text: some Collection<UInt8>) throws(KeyRefusal) {
    guard text.starts(with: Self.prefix) else { throw .malformed }
    let parts = try KeyText(parsing: text.dropFirst(Self.prefix.count))
    guard parts.type == SignatureType.ed25519.rawValue else { throw .unsupportedType(parts.type) }
    try self.init(keyName: parts.keyName, seed: parts.key)
    guard publicKey.keyID == parts.keyID else { throw .keyIDMismatch }
  }

  /// The text of the key, which is the secret itself: it belongs in a file of mode 0600 and nowhere
  /// else.
  package var encodedSecret: [UInt8] {
    let parts = KeyText(
      keyName: keyName,
      keyID: publicKey.keyID,
      type: SignatureType.ed25519.rawValue,
      key: [UInt8](key.rawRepresentation)
    )
    return Self.prefix + parts.encoded
  }

  /// The public half.
  ///
  /// - Parameter type: What it is to verify.
  /// - Returns: The public key.
  package func verifierKey(_ type: SignatureType = .ed25519) -> VerifierKey { publicKey.with(type) }

  /// Signs a note's text.
  ///
  /// - Parameter text: UTF-8 that ends in a line feed and has no other control character.
  /// - Returns: The signature line.
  /// - Throws: What is wrong with the text.
  package func sign(_ text: [UInt8]) throws(NoteRefusal) -> NoteSignature {
    try SignedNote.check(text: text)
    let signature = try ed25519(text)
    return NoteSignature(keyName: keyName, keyID: publicKey.keyID, signature: signature)
  }

  /// Cosigns a checkpoint as a witness: at that time it is the largest consistent tree of this log
  /// that the witness has seen.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint, whose consistency was verified before.
  ///   - seconds: The time, in seconds since 1970.
  /// - Returns: The signature line.
  /// - Throws: `NoteRefusal.signingFailed`.
  package func cosign(
    _ checkpoint: Checkpoint,
    at seconds: UInt64
  ) throws(NoteRefusal) -> NoteSignature {
    let message = Cosignature.message(for: checkpoint.text, at: seconds)
    let cosignature = try Cosignature(seconds: seconds, ed25519: ed25519(message))
    return NoteSignature(
      keyName: keyName,
      keyID: verifierKey(.cosignature).keyID,
      signature: cosignature.bytes
    )
  }

  private func ed25519(_ message: [UInt8]) throws(NoteRefusal) -> [UInt8] {
    guard let signature = try? key.signature(for: message) else { throw .signingFailed }
    return [UInt8](signature)
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  /// The name alone.
  package var description: String { "SigningKey(\(keyName), ***)" }

  /// Only the name, so that no dump shows the key.
  package var customMirror: Mirror { Mirror(self, children: ["keyName": keyName.description]) }
}
