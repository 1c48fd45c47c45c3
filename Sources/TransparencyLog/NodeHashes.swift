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
