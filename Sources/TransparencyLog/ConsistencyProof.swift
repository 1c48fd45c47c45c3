/// The proof that a tree extends an older one: the older tree's leaves are its first leaves (RFC
/// 6962 section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
  /// The older tree's size.
  package let oldSize: UInt64
  /// The newer tree's size.
  package let newSize: UInt64
  /// The hashes, the deepest first.
  package let hashes: [MerkleHash]

  package init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Creates the proof between two sizes of one tree.
  ///
  /// - Parameters:
  ///   - oldSize: The older size, at least 1.
  ///   - newSize: The newer size, not below the older one.
  ///   - source: Returns the hashes of complete subtrees of the newer tree.
  /// - Throws: `ProofRefusal.emptyOldTree` or `oldSizeBeyondNew`, or errors of the source.
  package init(oldSize: UInt64, newSize: UInt64, from source: NodeHashes) throws {
    guard oldSize > 0 else { throw ProofRefusal.emptyOldTree }
    guard oldSize <= newSize else {
      throw ProofRefusal.oldSizeBeyondNew(old: oldSize, new: newSize)
    }
    let ranges = Subtree.path(of: 0..<oldSize, in: 0..<newSize)
    let hashes = try ranges.map { try merkleTreeHash(of: $0, from: source) }
    self.init(oldSize: oldSize, newSize: newSize, hashes: hashes)
  }

  /// How many hashes the proof between two sizes has, the older one being at least 1 and less than
  /// the newer one: that of the older tree's last leaf, without the levels on which this leaf ends
  /// a complete subtree, and that subtree's own hash unless it is the whole older tree.
  static func length(oldSize: UInt64, newSize: UInt64) -> Int {
    let levels = oldSize.trailingZeroBitCount
    let seed = oldSize.nonzeroBitCount == 1 ? 0 : 1
    return InclusionProof.length(index: oldSize - 1, size: newSize) - levels + seed
  }

  /// Verifies the proof (RFC 9162 section 2.1.4.2).
  ///
  /// - Parameters:
  ///   - oldRoot: The root of the older tree, from a trusted checkpoint.
  ///   - newRoot: The root of the newer tree.
  /// - Throws: Why the proof does not show that the newer tree extends the older one. An empty
  ///   older tree is refused; a caller that allows one checks for it first.
  package func verify(oldRoot: MerkleHash, newRoot: MerkleHash) throws(ProofRefusal) {
    guard oldSize > 0 else { throw .emptyOldTree }
    guard oldSize <= newSize else { throw .oldSizeBeyondNew(old: oldSize, new: newSize) }
    if oldSize == newSize {
      guard hashes.isEmpty else { throw .proofLength(expected: 0, found: hashes.count) }
      guard oldRoot == newRoot else { throw .sameSizeOtherRoot(size: newSize) }
      return
    }
    let expected = Self.length(oldSize: oldSize, newSize: newSize)
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    let (old, new) = try roots(from: oldSize.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes)
    guard old == oldRoot else { throw .oldRootMismatch }
    guard new == newRoot else { throw .newRootMismatch }
  }

  /// The roots that follow from the hashes; the first is that of the last complete subtree that
  /// both trees share.
  private func roots(
    from path: [MerkleHash]
  ) throws(ProofRefusal) -> (old: MerkleHash, new: MerkleHash) {
    guard let seed = path.first else { throw .proofLength(expected: 1, found: 0) }
    var (first, last) = (oldSize - 1, newSize - 1)
    while first & 1 == 1 {
      first >>= 1
      last >>= 1
    }
    var (old, new) = (seed, seed)
    for hash in path.dropFirst() {
      if first & 1 == 1 || first == last {
        old = .node(hash, old)
        new = .node(hash, new)
        while first & 1 == 0, first != 0 {
          first >>= 1
          last >>= 1
        }
      } else {
        new = .node(new, hash)
      }
      first >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .newRootMismatch }
    return (old, new)
  }
}
