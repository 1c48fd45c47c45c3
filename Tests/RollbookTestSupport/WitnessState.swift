package import TransparencyLog

/// What a witness stores of a log: the largest tree of it that it has cosigned.
package struct WitnessState: Hashable, Sendable {
  /// The tree's size; 0 if it has seen none.
  package let size: UInt64
  /// The tree's root.
  package let root: MerkleHash

  /// A witness that has seen nothing of the log.
  package static let nothingSeen = WitnessState(size: 0, root: .emptyRoot)

  package init(size: UInt64, root: MerkleHash) {
    self.size = size
    self.root = root
  }

  /// Why a witness does not cosign.
  package enum Refusal: Error, Hashable {
    /// The checkpoint is refused: it is malformed, of an unknown log, or not signed by it.
    case checkpoint(CheckpointRefusal)
    /// The request's old size is above the checkpoint's.
    case oldBeyondNew(old: UInt64, new: UInt64)
    /// The request's old size is not the size that the witness saw last.
    case otherSizeSeen(UInt64)
    /// The proof does not show that the checkpoint continues what the witness saw.
    case proof(ProofRefusal)
  }

  /// Decides whether a witness may cosign.
  ///
  /// Store the new state before the cosignature is sent, and only if the old one is still stored;
  /// otherwise two requests at once could roll the witness back.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - logs: The logs that the witness knows.
  /// - Returns: The new state; cosign the request's checkpoint after storing it.
  /// - Throws: Why the witness must not cosign.
  package func accepting(
    _ request: AddCheckpointRequest,
    logs: [TrustedLog]
  ) throws(Refusal) -> WitnessState {
    let head: Checkpoint
    do {
      head = try request.checkpoint.verified(by: TrustPolicy(logs: logs)).checkpoint
    } catch { throw .checkpoint(error) }
    guard request.oldSize <= head.size else {
      throw .oldBeyondNew(old: request.oldSize, new: head.size)
    }
    guard request.oldSize == size else { throw .otherSizeSeen(size) }
    try verify(request.hashes, to: head)
    return WitnessState(size: head.size, root: head.root)
  }

  private func verify(_ hashes: [MerkleHash], to head: Checkpoint) throws(Refusal) {
    // For a log that it has not seen yet, a witness needs no proof: every tree extends the empty
    // one.
    guard size > 0 else {
      guard hashes.isEmpty else {
        throw .proof(.proofLength(expected: 0, found: hashes.count))
      }
      return
    }
    let proof = ConsistencyProof(oldSize: size, newSize: head.size, hashes: hashes)
    do { try proof.verify(oldRoot: root, newRoot: head.root) } catch { throw .proof(error) }
  }
}
