/// The proof that a subtree is part of a tree (draft-ietf-plants-merkle-tree-certs).
///
/// With a subtree that begins at leaf 0 it is a consistency proof.
package struct SubtreeProof: Hashable, Sendable {
  /// The subtree.
  package let subtree: Subtree
  /// The tree's size.
  package let size: UInt64
  /// The hashes, the deepest first.
  package let hashes: [MerkleHash]

  package init(subtree: Subtree, size: UInt64, hashes: [MerkleHash]) {
    self.subtree = subtree
    self.size = size
    self.hashes = hashes
  }

  /// Creates the proof of a subtree.
  ///
  /// - Parameters:
  ///   - subtree: The subtree; one without leaves has an empty proof.
  ///   - size: The tree's size.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Throws: `ProofRefusal.subtreeBeyondSize`, or errors of the source.
  package init(subtree: Subtree, size: UInt64, from source: NodeHashes) throws {
    guard subtree.end <= size else {
      throw ProofRefusal.subtreeBeyondSize(end: subtree.end, size: size)
    }
    let ranges =
      subtree.count == 0 ? [] : Subtree.path(of: subtree.start..<subtree.end, in: 0..<size)
    let hashes = try ranges.map { try merkleTreeHash(of: $0, from: source) }
    self.init(subtree: subtree, size: size, hashes: hashes)
  }

  /// Verifies the proof by walking the same splits as its making, and joining on the way back.
  ///
  /// - Parameters:
  ///   - hash: The subtree's hash.
  ///   - root: The tree's root.
  /// - Throws: Why the proof does not show that the subtree is part of the tree.
  package func verify(hash: MerkleHash, root: MerkleHash) throws(ProofRefusal) {
    guard subtree.end <= size else {
      throw .subtreeBeyondSize(end: subtree.end, size: size)
    }
    guard subtree.count > 0 else {
      guard hashes.isEmpty else { throw .proofLength(expected: 0, found: hashes.count) }
      guard hash == .emptyRoot else { throw .subtreeMismatch }
      return
    }
    let part = subtree.start..<subtree.end
    let expected = Subtree.path(of: part, in: 0..<size).count
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    var rest = hashes[...]
    let found = join(part, in: 0..<size, known: hash, rest: &rest)
    guard found.part == hash else { throw .subtreeMismatch }
    guard found.whole == root else { throw .rootMismatch }
  }

  /// The hashes of the part and of the whole; it consumes the proof's hashes from the end.
  private func join(
    _ part: Range<UInt64>,
    in whole: Range<UInt64>,
    known: MerkleHash?,
    rest: inout ArraySlice<MerkleHash>
  ) -> (part: MerkleHash, whole: MerkleHash) {
    if part == whole, let known { return (known, known) }
    guard let sibling = rest.popLast() else { return (.emptyRoot, .emptyRoot) }
    if part == whole { return (sibling, sibling) }
    let middle = whole.lowerBound + split(whole.upperBound - whole.lowerBound)
    if part.upperBound <= middle {
      let left = join(part, in: whole.lowerBound..<middle, known: known, rest: &rest)
      return (left.part, .node(left.whole, sibling))
    }
    let right = middle..<whole.upperBound
    if part.lowerBound >= middle {
      let found = join(part, in: right, known: known, rest: &rest)
      return (found.part, .node(sibling, found.whole))
    }
    let found = join(middle..<part.upperBound, in: right, known: nil, rest: &rest)
    return (.node(sibling, found.part), .node(sibling, found.whole))
  }
}
