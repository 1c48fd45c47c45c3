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
