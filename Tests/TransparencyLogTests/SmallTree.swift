import TransparencyLog

/// A tree in memory: every complete subtree of some leaves.
struct SmallTree {
  struct Missing: Error {}

  let levels: [[MerkleHash]]

  init(leafHashes: [MerkleHash]) {
    var levels = [leafHashes]
    while let last = levels.last, last.count > 1 {
      levels.append((0..<(last.count / 2)).map { .node(last[2 * $0], last[2 * $0 + 1]) })
    }
    self.levels = levels
  }

  /// The tree of the published sums: leaf i is the one byte i.
  static let published = SmallTree(leafHashes: (0..<130).map { .leaf([$0]) })

  /// Its roots by size, straight from the definition.
  static let roots = (0...130).map { merkleTreeHash(published.levels[0][..<$0]) }

  /// A complete subtree's hash; asked for any other, it throws.
  func hash(_ node: TreeNode) throws -> MerkleHash {
    guard node.level < levels.count, node.index < levels[node.level].count else {
      throw Missing()
    }
    return levels[node.level][Int(node.index)]
  }

  /// MTH as RFC 6962 section 2.1 defines it, by recursion.
  static func merkleTreeHash(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard leaves.count > 1 else { return leaves.first ?? .emptyRoot }
    var half = 1
    while 2 * half < leaves.count { half *= 2 }
    return .node(merkleTreeHash(leaves.prefix(half)), merkleTreeHash(leaves.dropFirst(half)))
  }
}
