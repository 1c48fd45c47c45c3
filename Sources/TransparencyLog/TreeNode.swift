/// The position of a complete subtree: 2^level leaves, beginning with leaf index × 2^level.
package struct TreeNode: Hashable, Sendable {
  /// The height above the leaves, 0 to 63.
  package let level: Int
  /// The number of subtrees of this height to its left.
  package let index: UInt64

  package init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }

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
