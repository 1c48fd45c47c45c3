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
