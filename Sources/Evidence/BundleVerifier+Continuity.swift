import TransparencyLog

extension BundleVerifier {
  /// Verifies that the head extends the older ones in the bundle, and the one that the verifier
  /// has.
  func continuity(
    _ shelf: inout UnreadFiles,
    _ head: Head
  ) throws(EvidenceRefusal) -> (sizes: [UInt64], held: UInt64?) {
    let new = head.signed.checkpoint
    var older: [Checkpoint] = []
    for size in shelf.numbers("consistency/", ".checkpoint") {
      let old = try signed(by: head.log, try shelf.take(EvidenceBundle.older(size)), size)
      try verify(try shelf.take(EvidenceBundle.consistency(size)), from: old, head)
      older.append(old)
    }
    guard let held else { return (older.map(\.size), nil) }
    let mine: Checkpoint
    do { mine = try held.verified(by: head.log).checkpoint } catch { throw .checkpoint(error) }
    let same = (older + [new]).filter { $0.size == mine.size }
    guard !same.isEmpty else { throw .noConsistency(held: mine.size, size: new.size) }
    guard same.allSatisfy({ $0.root == mine.root }) else { throw .forked(size: new.size) }
    return (older.map(\.size), mine.size)
  }

  private func signed(
    by log: TrustedLog,
    _ bytes: [UInt8],
    _ size: UInt64
  ) throws(EvidenceRefusal) -> Checkpoint {
    do {
      let signed = try SignedCheckpoint(parsing: bytes)
      let checkpoint = try signed.verified(by: log).checkpoint
      if checkpoint.size == size, signed.note.signatures.count == 1 { return checkpoint }
    } catch { throw .checkpoint(error) }
    throw .malformed(
      path: EvidenceBundle.older(size),
      "it has another size, or further signatures"
    )
  }

  private func verify(
    _ bytes: [UInt8],
    from old: Checkpoint,
    _ head: Head
  ) throws(EvidenceRefusal) {
    let path = EvidenceBundle.consistency(old.size)
    let request: AddCheckpointRequest
    do { request = try AddCheckpointRequest(parsing: bytes) } catch {
      throw .malformed(path: path, error.message)
    }
    guard request.oldSize == old.size, request.checkpoint == head.signed else {
      throw .malformed(path: path, "its size or its checkpoint is another")
    }
    let new = head.signed.checkpoint
    let proof = ConsistencyProof(oldSize: old.size, newSize: new.size, hashes: request.hashes)
    do { try proof.verify(oldRoot: old.root, newRoot: new.root) } catch {
      throw .inconsistent(old: old.size, error)
    }
  }
}
