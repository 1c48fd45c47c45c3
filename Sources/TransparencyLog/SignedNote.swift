/// A text with signatures below it, well formed and unverified (C2SP signed-note).
///
/// Do not trust the text before `verified(by:)` has checked the signatures.
package struct SignedNote: Hashable, Sendable {
  /// The largest number of signature lines that is read and written.
  package static let signatureLimit = 100

  /// The text with its last line feed: what is signed.
  package let text: [UInt8]
  /// The signature lines, at least one.
  package let signatures: [NoteSignature]

  /// Adds signatures to a text.
  ///
  /// - Parameters:
  ///   - text: UTF-8 that ends in a line feed and has no other control character.
  ///   - signatures: At least one.
  /// - Throws: What is wrong with the text or with the number of signatures.
  package init(text: [UInt8], signatures: [NoteSignature]) throws(NoteRefusal) {
    try Self.check(text: text)
    guard !signatures.isEmpty else { throw .noSignatures }
    guard signatures.count <= Self.signatureLimit else {
      throw .tooManySignatures(signatures.count)
    }
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  ///
  /// - Parameter bytes: The note, to its last byte.
  /// - Throws: Why it is not a note.
  package init(parsing bytes: [UInt8]) throws(NoteRefusal) {
    guard TextBytes.isUTF8(bytes) else { throw .notUTF8 }
    guard !TextBytes.hasControlCharacter(bytes) else { throw .controlCharacter }
    guard bytes.last == TextBytes.lineFeed else { throw .unterminated }
    guard let end = TextBytes.lastEmptyLine(bytes) else { throw .noSignatures }
    let text = [UInt8](bytes[..<end])
    let lines = [UInt8](bytes[(end + 1)...])
    try self.init(text: text, signatures: NoteSignature.lines(parsing: lines))
  }

  static func check(text: [UInt8]) throws(NoteRefusal) {
    guard TextBytes.isUTF8(text) else { throw .notUTF8 }
    guard !TextBytes.hasControlCharacter(text) else { throw .controlCharacter }
    guard text.last == TextBytes.lineFeed else { throw .unterminated }
  }

  /// The note's bytes.
  package var bytes: [UInt8] { text + [TextBytes.lineFeed] + signatures.flatMap(\.line) }

  /// The same text with more signatures; those that it already has are ignored.
  ///
  /// - Parameter more: The signatures.
  /// - Returns: The longer note.
  /// - Throws: `NoteRefusal.tooManySignatures`.
  package func adding(_ more: [NoteSignature]) throws(NoteRefusal) -> SignedNote {
    var all = signatures
    for signature in more where !all.contains(signature) { all.append(signature) }
    return try SignedNote(text: text, signatures: all)
  }
}

/// One signature line of a note, unverified: an em dash, the key's name, its id, and the signature.
package struct NoteSignature: Hashable, Sendable {
  /// The name of the key that is said to have signed.
  package let keyName: KeyName
  /// The id of the key.
  package let keyID: UInt32
  /// The signature, whose form depends on the key's type.
  package let signature: [UInt8]

  private static let dash: [UInt8] = [0xE2, 0x80, 0x94, TextBytes.space]

  init(keyName: KeyName, keyID: UInt32, signature: [UInt8]) {
    self.keyName = keyName
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads a line without its line feed.
  init?(line: ArraySlice<UInt8>) {
    guard line.starts(with: Self.dash) else { return nil }
    let parts = line.dropFirst(Self.dash.count).split(
      separator: TextBytes.space,
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    guard parts.count == 2, let name = try? KeyName(parts[0]),
      let bytes = CanonicalBase64.decode(parts[1]), bytes.count > 4
    else { return nil }
    keyName = name
    keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    signature = [UInt8](bytes.dropFirst(4))
  }

  /// Reads signature lines, such as a witness's response.
  ///
  /// - Parameter text: The lines, each with its line feed.
  /// - Returns: The signatures, at least one.
  /// - Throws: Why the text is refused.
  package static func lines(parsing text: [UInt8]) throws(NoteRefusal) -> [NoteSignature] {
    guard TextBytes.isUTF8(text) else { throw .notUTF8 }
    guard !TextBytes.hasControlCharacter(text) else { throw .controlCharacter }
    guard let lines = TextBytes.lines(text[...]) else { throw .unterminated }
    guard !lines.isEmpty else { throw .noSignatures }
    guard lines.count <= SignedNote.signatureLimit else { throw .tooManySignatures(lines.count) }
    var signatures: [NoteSignature] = []
    for (index, line) in lines.enumerated() {
      guard let signature = NoteSignature(line: line) else {
        throw .malformedSignature(line: index + 1)
      }
      signatures.append(signature)
    }
    return signatures
  }

  /// The line, with its line feed.
  package var line: [UInt8] {
    let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
    return Self.dash + keyName.bytes + [TextBytes.space] + CanonicalBase64.encode(id + signature)
      + [TextBytes.lineFeed]
  }

  /// Whether the line names this key; both name and id count.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether name and id are the key's.
  package func claims(_ key: VerifierKey) -> Bool { keyName == key.keyName && keyID == key.keyID }
}

/// A note whose signatures are verified.
///
/// Only `SignedNote.verified(by:)` makes one, so its users need not check again.
package struct VerifiedNote: Hashable, Sendable {
  /// The note.
  package let note: SignedNote
  /// The signatures of known keys, all of them genuine, in the note's order; at least one.
  package let verified: [VerifiedSignature]
  /// The signatures of unknown keys; they prove nothing.
  package let unknown: [NoteSignature]

  fileprivate init(note: SignedNote, verified: [VerifiedSignature], unknown: [NoteSignature]) {
    self.note = note
    self.verified = verified
    self.unknown = unknown
  }
}

/// A genuine signature.
package struct VerifiedSignature: Hashable, Sendable {
  /// The key that made it.
  package let key: VerifierKey
  /// The time of a cosignature, in seconds since 1970.
  package let seconds: UInt64?
}

extension SignedNote {
  /// Verifies the signatures of the known keys, and ignores all others.
  ///
  /// Every line of a known key must be genuine, repeated ones too.
  ///
  /// - Parameter keys: The known keys; no two with the same name and id.
  /// - Returns: Who signed.
  /// - Throws: `ambiguousKeys`, `invalidSignature` or `noKnownSignature`.
  package func verified(by keys: [VerifierKey]) throws(NoteRefusal) -> VerifiedNote {
    for (index, key) in keys.enumerated()
    where keys[..<index].contains(where: { $0.keyName == key.keyName && $0.keyID == key.keyID }) {
      throw .ambiguousKeys(key.keyName)
    }
    var verified: [VerifiedSignature] = []
    var unknown: [NoteSignature] = []
    for (index, signature) in signatures.enumerated()
    where !signatures[..<index].contains(signature) {
      guard let key = keys.first(where: signature.claims) else {
        unknown.append(signature)
        continue
      }
      guard key.verifies(signature.signature, of: text) else {
        throw .invalidSignature(key.keyName)
      }
      let seconds = key.type == .cosignature ? Cosignature(signature.signature)?.seconds : nil
      verified.append(VerifiedSignature(key: key, seconds: seconds))
    }
    guard !verified.isEmpty else { throw .noKnownSignature }
    return VerifiedNote(note: self, verified: verified, unknown: unknown)
  }
}

/// Why a signed note is refused.
package enum NoteRefusal: LogRefusal, Hashable {
  /// The note is not UTF-8.
  case notUTF8
  /// The note has a control character other than the line feed.
  case controlCharacter
  /// The text or the note does not end in a line feed.
  case unterminated
  /// There is no empty line with signature lines after it.
  case noSignatures
  /// A line after the last empty line is not a signature line; lines are counted from 1 after it.
  case malformedSignature(line: Int)
  /// The note has more signatures than are read.
  case tooManySignatures(Int)
  /// Two of the known keys have the same name and id.
  case ambiguousKeys(KeyName)
  /// A signature of a known key is not genuine.
  case invalidSignature(KeyName)
  /// No known key has signed.
  case noKnownSignature
  /// The signature could not be made.
  case signingFailed

  package var name: String {
    switch self {
    case .notUTF8: "noteNotUTF8"
    case .controlCharacter: "noteControlCharacter"
    case .unterminated: "noteUnterminated"
    case .noSignatures: "noteWithoutSignatures"
    case .malformedSignature: "malformedSignature"
    case .tooManySignatures: "tooManySignatures"
    case .ambiguousKeys: "ambiguousKeys"
    case .invalidSignature: "invalidSignature"
    case .noKnownSignature: "noKnownSignature"
    case .signingFailed: "signingFailed"
    }
  }

  package var message: String {
    switch self {
    case .notUTF8: "The note is not valid UTF-8."
    case .controlCharacter: "The note has a control character (a tab or carriage return, perhaps)."
    case .unterminated: "The note does not end in a line feed."
    case .noSignatures: "The note has no empty line with signatures behind it."
    case .malformedSignature(let line):
      "Signature line \(line) is not written as an em dash, a key name and canonical base64."
    case .tooManySignatures(let count):
      "The note has \(count) signatures; at most \(SignedNote.signatureLimit) are read."
    case .ambiguousKeys(let name): "Two of the known keys are named \(name) and have the same id."
    case .invalidSignature(let name):
      "The signature of \(name) is not genuine: the note was changed, or the signature was."
    case .noKnownSignature: "None of the known keys has signed the note."
    case .signingFailed: "The signature could not be made."
    }
  }
}
