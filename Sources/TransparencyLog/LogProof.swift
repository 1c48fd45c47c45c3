/// A proof that can be verified offline: an index, an inclusion proof and its checkpoint (C2SP
/// tlog-proof, files named `.tlog-proof`).
package struct LogProof: Hashable, Sendable {
  /// The largest number of hashes that is read: that of the highest tree with 64-bit indices.
  package static let hashLimit = 64

  /// Bytes that no signature covers; nil if there are none.
  package let extra: [UInt8]?
  /// The leaf's index.
  package let index: UInt64
  /// The inclusion proof, the leaf's own sibling first.
  package let hashes: [MerkleHash]
  /// The bytes of the signed checkpoint.
  package let checkpoint: [UInt8]

  private static let header = [UInt8]("c2sp.org/tlog-proof@v1".utf8)
  private static let extraWord = [UInt8]("extra ".utf8)
  private static let indexWord = [UInt8]("index ".utf8)

  /// Creates a proof.
  ///
  /// - Parameters:
  ///   - index: The leaf's index.
  ///   - hashes: The inclusion proof, the leaf's own sibling first; at most `hashLimit`.
  ///   - checkpoint: The signed checkpoint's bytes.
  ///   - extra: Bytes that no signature covers; none if empty.
  package init(index: UInt64, hashes: [MerkleHash], checkpoint: [UInt8], extra: [UInt8]? = nil) {
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
    self.extra = extra.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Reads a proof; `verify` checks the checkpoint in it.
  ///
  /// - Parameter bytes: The file, to its last byte.
  /// - Throws: Why it is not a proof.
  package init(parsing bytes: [UInt8]) throws(LogProofRefusal) {
    guard let end = TextBytes.firstEmptyLine(bytes) else { throw .noCheckpoint }
    var lines = (TextBytes.lines(bytes[..<end]) ?? [])[...]
    guard let first = lines.popFirst(), first.elementsEqual(Self.header) else {
      throw .malformedLine(1)
    }
    var extra: [UInt8]?
    if let line = lines.first, line.starts(with: Self.extraWord) {
      extra = CanonicalBase64.decode(line.dropFirst(Self.extraWord.count))
      guard extra?.isEmpty == false else { throw .malformedLine(2) }
      lines.removeFirst()
    }
    guard let line = lines.first, line.starts(with: Self.indexWord),
      let index = CanonicalInteger.decode(line.dropFirst(Self.indexWord.count))
    else { throw .malformedLine(lines.startIndex + 1) }
    guard lines.count - 1 <= Self.hashLimit else { throw .tooManyHashes(lines.count - 1) }
    var hashes: [MerkleHash] = []
    for (number, line) in zip(lines.indices, lines).dropFirst() {
      guard let hash = MerkleHash(base64: line) else { throw .malformedLine(number + 1) }
      hashes.append(hash)
    }
    let checkpoint = [UInt8](bytes[(end + 1)...])
    guard !checkpoint.isEmpty else { throw .noCheckpoint }
    self.init(index: index, hashes: hashes, checkpoint: checkpoint, extra: extra)
  }

  /// The file's bytes.
  package var bytes: [UInt8] {
    var lines = [Self.header]
    if let extra { lines.append(Self.extraWord + CanonicalBase64.encode(extra)) }
    lines.append(Self.indexWord + CanonicalInteger.encode(index))
    lines += hashes.map(\.base64) + [[]]
    return lines.flatMap { $0 + [TextBytes.lineFeed] } + checkpoint
  }

  /// Verifies that a leaf is in a log that a policy trusts.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash, computed from the leaf by the verifier.
  ///   - policy: The trusted logs and witnesses, from the verifier.
  ///   - now: The time in seconds since 1970, if cosignatures from the future are to be refused.
  /// - Returns: The checkpoint of the tree with the leaf.
  /// - Throws: Why the proof does not show that the leaf is in the log.
  package func verify(
    leaf: MerkleHash,
    by policy: TrustPolicy,
    now: UInt64? = nil
  ) throws(LogProofRefusal) -> VerifiedCheckpoint {
    let verified: VerifiedCheckpoint
    do {
      verified = try SignedCheckpoint(parsing: checkpoint).verified(by: policy, now: now)
    } catch { throw .checkpoint(error) }
    let head = verified.checkpoint
    let proof = InclusionProof(index: index, size: head.size, hashes: hashes)
    do { try proof.verify(leaf: leaf, root: head.root) } catch { throw .proof(error) }
    return verified
  }
}

/// Why a tlog-proof file is refused.
package enum LogProofRefusal: LogRefusal, Hashable {
  /// A line does not have the required form; lines are counted from 1.
  case malformedLine(Int)
  /// There is no empty line before a checkpoint.
  case noCheckpoint
  /// The proof has more hashes than any tree has levels.
  case tooManyHashes(Int)
  /// The checkpoint is refused.
  case checkpoint(CheckpointRefusal)
  /// The proof does not show that the leaf is in the tree.
  case proof(ProofRefusal)

  package var name: String {
    switch self {
    case .malformedLine: "malformedProofLine"
    case .noCheckpoint: "proofWithoutCheckpoint"
    case .tooManyHashes: "tooManyHashes"
    case .checkpoint(let refusal): refusal.name
    case .proof(let refusal): refusal.name
    }
  }

  package var message: String {
    switch self {
    case .malformedLine(let line): "Line \(line) is not what a tlog-proof has there."
    case .noCheckpoint: "The proof has no empty line with a checkpoint behind it."
    case .tooManyHashes(let count):
      "The proof has \(count) hashes; no tree needs more than \(LogProof.hashLimit)."
    case .checkpoint(let refusal): refusal.message
    case .proof(let refusal): refusal.message
    }
  }
}
