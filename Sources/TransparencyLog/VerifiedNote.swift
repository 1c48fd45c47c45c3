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
