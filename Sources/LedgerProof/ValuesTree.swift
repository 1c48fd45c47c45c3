package import TransparencyLog

/// The tree over what one entry states: its leaves are the commitments of the stated cells, in the
/// order of their ordinals.
package enum ValuesTree {
  /// The root over commitments in their order; their storage is reused.
  ///
  /// Neighbours are joined level by level, and an odd one goes up unchanged; this gives the tree of
  /// RFC 6962.
  package static func root(of commitments: consuming [MerkleHash]) -> MerkleHash {
    guard !commitments.isEmpty else { return .emptyRoot }
    var count = commitments.count
    while count > 1 {
      for pair in 0..<(count / 2) {
        commitments[pair] = .node(commitments[2 * pair], commitments[2 * pair + 1])
      }
      if count & 1 == 1 { commitments[count / 2] = commitments[count - 1] }
      count = (count + 1) / 2
    }
    return commitments[0]
  }

  /// The inclusion proof of one of some leaves.
  package static func proof(of index: Int, in leaves: [MerkleHash]) throws -> [MerkleHash] {
    try InclusionProof(index: UInt64(index), size: UInt64(leaves.count)) { node in
      let first = Int(node.index << UInt64(node.level))
      return root(of: Array(leaves[first..<(first + 1 << node.level)]))
    }.hashes
  }
}
