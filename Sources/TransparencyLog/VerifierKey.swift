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

/// The name of a key's holder; it should look like an address without its scheme.
///
/// Names are compared byte by byte.
package struct KeyName: Hashable, Sendable, CustomStringConvertible {
  /// The name's bytes, which are UTF-8.
  package let bytes: [UInt8]

  /// Validates a name.
  ///
  /// - Parameter bytes: UTF-8, not empty, without spaces of any kind, control characters and plus
  ///   signs.
  /// - Throws: `KeyRefusal.invalidName`.
  package init(_ bytes: some Collection<UInt8>) throws(KeyRefusal) {
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: Self.isForbidden)
    else { throw .invalidName }
    self.bytes = [UInt8](bytes)
  }

  /// Validates a name.
  ///
  /// - Parameter text: Not empty, without spaces of any kind, control characters and plus signs.
  /// - Throws: `KeyRefusal.invalidName`.
  package init(_ text: String) throws(KeyRefusal) { try self.init([UInt8](text.utf8)) }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value < 0x20 || scalar == "+"
  }

  /// The name as text.
  package var description: String { TextBytes.shown(bytes) }
}

/// What a signature covers and how, as the byte that C2SP assigns to it.
package enum SignatureType: UInt8, Sendable {
  /// Ed25519 over the note's text: a log's signature.
  case ed25519 = 0x01
  /// Ed25519 over a time and a checkpoint's text: a witness's cosignature.
  case cosignature = 0x04
}

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
