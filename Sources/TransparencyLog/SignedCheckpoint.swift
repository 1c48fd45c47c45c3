/// A checkpoint in its note, well formed and unverified.
package struct SignedCheckpoint: Hashable, Sendable {
  /// The note.
  package let note: SignedNote
  /// The contents of its text.
  package let checkpoint: Checkpoint

  private init(note: SignedNote, checkpoint: Checkpoint) {
    self.note = note
    self.checkpoint = checkpoint
  }

  /// Reads a signed checkpoint.
  ///
  /// - Parameter bytes: The note, to its last byte.
  /// - Throws: Why it is not a signed checkpoint.
  package init(parsing bytes: [UInt8]) throws(CheckpointRefusal) {
    let note: SignedNote
    do { note = try SignedNote(parsing: bytes) } catch { throw .note(error) }
    self.init(note: note, checkpoint: try Checkpoint(parsing: note.text))
  }

  /// Signs a checkpoint as its log.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint. A log never signs two sizes that are inconsistent, nor one
  ///     size with two roots.
  ///   - key: The log's key.
  /// - Throws: `CheckpointRefusal.note`.
  package init(_ checkpoint: Checkpoint, signedBy key: SigningKey) throws(CheckpointRefusal) {
    do {
      let signature = try key.sign(checkpoint.text)
      note = try SignedNote(text: checkpoint.text, signatures: [signature])
    } catch { throw .note(error) }
    self.checkpoint = checkpoint
  }

  /// The note's bytes.
  package var bytes: [UInt8] { note.bytes }

  /// The same checkpoint with more signatures; those that it already has are ignored.
  ///
  /// - Parameter signatures: The signatures, for example cosignatures.
  /// - Returns: The longer note.
  /// - Throws: `CheckpointRefusal.note`.
  package func adding(
    _ signatures: [NoteSignature]
  ) throws(CheckpointRefusal) -> SignedCheckpoint {
    do {
      return SignedCheckpoint(note: try note.adding(signatures), checkpoint: checkpoint)
    } catch { throw .note(error) }
  }

  /// The same checkpoint with the lines of one key only: time stamps need bytes that do not change
  /// when cosignatures arrive.
  ///
  /// - Parameter key: The log's key.
  /// - Returns: The shorter note.
  /// - Throws: `CheckpointRefusal.note` if the key has no line.
  package func only(_ key: VerifierKey) throws(CheckpointRefusal) -> SignedCheckpoint {
    do {
      let lines = note.signatures.filter { $0.claims(key) }
      let shorter = try SignedNote(text: note.text, signatures: lines)
      return SignedCheckpoint(note: shorter, checkpoint: checkpoint)
    } catch { throw .note(error) }
  }
}
