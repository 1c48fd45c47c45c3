package import TransparencyLog

/// The signature of the log's key on a report, for one head of the log.
///
/// The log does not know what a report was made from, so this proves none of its rows. It proves
/// that the holder of the key signed the file, and after which head.
package struct ReportStatement: Hashable, Sendable {
  /// The file's name, of one line.
  package let name: String
  /// The file.
  package let bytes: [UInt8]
  /// The signed statement.
  package let note: SignedNote

  /// The first line, where a checkpoint has its origin, so that the two cannot be confused.
  private static let title = "rollbook report"

  /// Signs a statement.
  ///
  /// - Parameters:
  ///   - name: The file's name, of one line.
  ///   - bytes: The file.
  ///   - head: The head of the log after which it was made.
  ///   - key: The log's key.
  /// - Throws: Why the name is not allowed in a note.
  package init(
    name: String,
    bytes: [UInt8],
    head: Checkpoint,
    key: SigningKey
  ) throws(CheckpointRefusal) {
    let text = try Self.text(name: name, bytes: bytes, head: head)
    do { note = try SignedNote(text: text, signatures: [key.sign(text)]) } catch {
      throw .note(error)
    }
    self.name = name
    self.bytes = bytes
  }

  /// Reads a statement from a bundle; nil unless it is the log's, about this file, and for this
  /// head.
  init?(note bytes: [UInt8], of file: [UInt8], head: Checkpoint, log: VerifierKey) {
    guard let note = try? SignedNote(parsing: bytes), note.signatures.count == 1,
      (try? note.verified(by: [log])) != nil,
      let lines = TextBytes.lines(note.text[...]), lines.count == 5,
      let name = String(validating: lines[4], as: UTF8.self),
      (try? Self.text(name: name, bytes: file, head: head)) == note.text
    else { return nil }
    self.name = name
    self.bytes = file
    self.note = note
  }

  private static func text(
    name: String,
    bytes: [UInt8],
    head: Checkpoint
  ) throws(CheckpointRefusal) -> [UInt8] {
    try Checkpoint(
      origin: [UInt8](title.utf8),
      size: head.size,
      root: head.root,
      extensions: [[UInt8](MerkleHash.digest(of: bytes).description.utf8), [UInt8](name.utf8)]
    ).text
  }
}
