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
