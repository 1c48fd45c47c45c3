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
