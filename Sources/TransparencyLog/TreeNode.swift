/// The position of a complete subtree: 2^level leaves, beginning with leaf index × 2^level.
package struct TreeNode: Hashable, Sendable {
  /// The height above the leaves, 0 to 63.
  package let level: Int
  /// The number of subtrees of this height to its left.
  package let index: UInt64

  /// The complete subtrees that make up a range of leaves, the largest first.
  ///
  /// - Parameter leaves: A range that begins at a multiple of the least power of two that is not
  ///   below its length, as all ranges do into which RFC 6962 splits a tree.
  /// - Returns: One position for each bit that is set in the length.
  static func covering(_ leaves: Range<UInt64>) -> [TreeNode] {
    var nodes: [TreeNode] = []
    var start = leaves.lowerBound
    var rest = leaves.upperBound - start
    while rest > 0 {
      let level = 63 - rest.leadingZeroBitCount
      nodes.append(TreeNode(level: level, index: start >> UInt64(level)))
      start += 1 << UInt64(level)
      rest -= 1 << UInt64(level)
    }
    return nodes
  }
}

/// Returns the hash of a complete subtree, from a table, a file of tiles, or leaves that are hashed
/// again.
///
/// It is only called for subtrees whose leaves all exist, and may throw.
package typealias NodeHashes = (TreeNode) throws -> MerkleHash

/// The hash of a range of leaves, from the hashes of the complete subtrees in it.
///
/// - Parameters:
///   - leaves: A range as RFC 6962 splits a tree: it begins at a multiple of the least power of two
///     that is not below its length.
///   - hashes: Returns the hashes.
/// - Returns: The Merkle tree hash of these leaves alone.
/// - Throws: Errors of `hashes`.
package func merkleTreeHash(of leaves: Range<UInt64>, from hashes: NodeHashes) throws -> MerkleHash
{
  let parts = try TreeNode.covering(leaves).map(hashes)
  return MerkleHash.folded(parts)
}

extension MerkleHash {
  /// Joins the hashes of neighbouring subtrees, the largest first, from the right to the left.
  static func folded(_ parts: [MerkleHash]) -> MerkleHash {
    guard let last = parts.last else { return .emptyRoot }
    return parts.dropLast().reversed().reduce(last) { node($1, $0) }
  }
}

/// The largest power of two that is strictly below a number, at which RFC 6962 splits a tree.
func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }

/// The part of a tree that is needed to append to it: one hash for each bit that is set in its
/// size.
///
/// That is at most 64 hashes for any size; the root follows from them.
package struct CompactRange: Hashable, Sendable {
  /// How many leaves the tree has.
  package private(set) var size: UInt64
  /// The hashes of the complete subtrees that make up the tree, the largest first.
  package private(set) var hashes: [MerkleHash]

  /// Starts a tree without leaves.
  package init() {
    size = 0
    hashes = []
  }

  /// Continues a stored tree.
  ///
  /// - Parameters:
  ///   - size: How many leaves it has.
  ///   - hashes: One hash for each bit set in the size, the largest subtree first; nil for any
  ///     other number of hashes.
  package init?(size: UInt64, hashes: [MerkleHash]) {
    guard hashes.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// Continues the tree of some size from stored subtrees.
  ///
  /// - Parameters:
  ///   - size: How many leaves it has.
  ///   - source: Returns the hashes.
  /// - Throws: Errors of the source.
  package init(size: UInt64, from source: NodeHashes) throws {
    self.size = size
    hashes = try TreeNode.covering(0..<size).map(source)
  }

  /// The root of the tree.
  package var root: MerkleHash { MerkleHash.folded(hashes) }

  /// The subtrees whose hashes are kept, in the same order.
  package var nodes: [TreeNode] { TreeNode.covering(0..<size) }

  /// Appends a leaf.
  ///
  /// - Parameter leaf: The leaf's hash.
  package mutating func append(_ leaf: MerkleHash) { append(leaf) { _, _ in } }

  /// Appends a leaf and reports every complete subtree that this makes, the leaf first.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash.
  ///   - completed: Receives each subtree and its hash, from the leaf upwards.
  /// - Throws: Errors of `completed`; the tree is unchanged then.
  package mutating func append<Failure: Error>(
    _ leaf: MerkleHash,
    completed: (TreeNode, MerkleHash) throws(Failure) -> Void
  ) throws(Failure) {
    var kept = hashes
    var hash = leaf
    var node = TreeNode(level: 0, index: size)
    try completed(node, hash)
    while node.index & 1 == 1, let left = kept.popLast() {
      hash = .node(left, hash)
      node = TreeNode(level: node.level + 1, index: node.index >> 1)
      try completed(node, hash)
    }
    kept.append(hash)
    hashes = kept
    size += 1
  }
}
