import Testing

@testable import TransparencyLog

/// Appending, and what is kept for it.
@Suite struct CompactRangeTests {
  @Test func `every size to 130 has the defined root, and reports every subtree once`() throws {
    let tree = SmallTree.published
    var range = CompactRange()
    var completed: [TreeNode: MerkleHash] = [:]
    for size in 0...130 {
      #expect(range.size == UInt64(size))
      #expect(range.root == SmallTree.roots[size])
      #expect(range.hashes.count == size.nonzeroBitCount)
      #expect(try range.hashes == range.nodes.map(tree.hash))
      #expect(try CompactRange(size: UInt64(size), from: tree.hash) == range)
      guard size < 130 else { break }
      range.append(.leaf([UInt8(size)])) { #expect(completed.updateValue($1, forKey: $0) == nil) }
    }
    #expect(completed.count == tree.levels.map(\.count).reduce(0, +))
    for (node, hash) in completed { #expect(try tree.hash(node) == hash) }
  }

  @Test func `a tree is taken up at any size and goes on`() throws {
    for size in 0..<130 {
      let kept = try CompactRange(size: UInt64(size), from: SmallTree.published.hash)
      var range = try #require(CompactRange(size: UInt64(size), hashes: kept.hashes))
      for leaf in size..<130 { range.append(.leaf([UInt8(leaf)])) }
      #expect(range.root == SmallTree.roots[130])
    }
  }

  @Test func `the number of hashes must be that of the bits`() {
    let hash = MerkleHash.leaf([1])
    #expect(CompactRange(size: 5, hashes: [hash]) == nil)
    #expect(CompactRange(size: 4, hashes: [hash, hash]) == nil)
    #expect(CompactRange(size: 0, hashes: [hash]) == nil)
    #expect(CompactRange(size: 0, hashes: [])?.root == .emptyRoot)
  }

  @Test func `an append that is not taken leaves the tree as it was`() throws {
    struct Refused: Error {}
    var range = try CompactRange(size: 7, from: SmallTree.published.hash)
    let before = range
    #expect(throws: Refused.self) {
      try range.append(.leaf([7])) { node, _ in if node.level == 2 { throw Refused() } }
    }
    #expect(range == before)
  }
}
