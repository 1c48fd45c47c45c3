/// The proof that a tree has a leaf at an index: the hash of each sibling on the path from the leaf
/// to the root (RFC 6962 section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
  /// The leaf's index, from 0.
  package let index: UInt64
  /// The tree's size.
  package let size: UInt64
  /// The siblings' hashes, the leaf's own sibling first.
  package let hashes: [MerkleHash]

  package init(index: UInt64, size: UInt64, hashes: [MerkleHash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Creates the proof of a leaf.
  ///
  /// - Parameters:
  ///   - index: The leaf's index, from 0.
  ///   - size: The tree's size.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Throws: `ProofRefusal.indexBeyondSize`, or errors of the source.
  package init(index: UInt64, size: UInt64, from source: NodeHashes) throws {
    guard index < size else { throw ProofRefusal.indexBeyondSize(index: index, size: size) }
    let siblings = Self.siblings(of: index, in: 0..<size)
    let hashes = try siblings.map { try merkleTreeHash(of: $0, from: source) }
    self.init(index: index, size: size, hashes: hashes)
  }

  /// The leaves on the other side of each split on the path from a leaf up to the root.
  static func siblings(of index: UInt64, in leaves: Range<UInt64>) -> [Range<UInt64>] {
    var siblings: [Range<UInt64>] = []
    var rest = leaves
    while rest.upperBound - rest.lowerBound > 1 {
      let middle = rest.lowerBound + split(rest.upperBound - rest.lowerBound)
      let (left, right) = (rest.lowerBound..<middle, middle..<rest.upperBound)
      siblings.append(index < middle ? right : left)
      rest = index < middle ? left : right
    }
    return siblings.reversed()
  }

  /// The number of hashes in the proof of a leaf: one for each level below the split between this
  /// leaf and the last one, and above it one for each turn to the right.
  static func length(index: UInt64, size: UInt64) -> Int {
    let inner = 64 - (index ^ (size - 1)).leadingZeroBitCount
    return inner + (inner < 64 ? (index >> UInt64(inner)).nonzeroBitCount : 0)
  }

  /// Verifies the proof.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash, computed by the verifier.
  ///   - root: The root of the tree, from a trusted checkpoint.
  /// - Throws: Why the proof does not show that the tree has this leaf.
  package func verify(leaf: MerkleHash, root: MerkleHash) throws(ProofRefusal) {
    guard try self.root(leaf: leaf) == root else { throw .rootMismatch }
  }

  /// The root that the proof gives for a leaf (RFC 9162 section 2.1.3.2).
  ///
  /// - Parameter leaf: The leaf's hash.
  /// - Returns: The root of the tree, if the proof is genuine.
  /// - Throws: `indexBeyondSize` or `proofLength`.
  package func root(leaf: MerkleHash) throws(ProofRefusal) -> MerkleHash {
    guard index < size else { throw .indexBeyondSize(index: index, size: size) }
    let expected = Self.length(index: index, size: size)
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    var (first, last) = (index, size - 1)
    var hash = leaf
    for sibling in hashes {
      if first & 1 == 1 || first == last {
        hash = .node(sibling, hash)
        while first & 1 == 0, first != 0 {
          first >>= 1
          last >>= 1
        }
      } else {
        hash = .node(hash, sibling)
      }
      first >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .proofLength(expected: expected, found: hashes.count) }
    return hash
  }
}
