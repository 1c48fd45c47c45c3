import RollbookTestSupport
import Testing

@testable import TransparencyLog

/// Subtrees and the proofs within and of them.
@Suite struct SubtreeTests {
  private static let tree = SmallTree.published

  /// All subtrees that end at an index.
  private static func subtrees(endingAt end: UInt64) -> [Subtree] {
    (0...end).compactMap { try? Subtree(start: $0, end: end) }
  }

  @Test func `every subtree to 130 leaves has its hash and its leaves, with the sums`() throws {
    var (hashes, proofs, count) = (LineSum(), LineSum(), 0)
    for end in 0...130 as ClosedRange<UInt64> {
      for subtree in Self.subtrees(endingAt: end) {
        let hash = try subtree.hash(from: Self.tree.hash)
        let leaves = Self.tree.levels[0][Int(subtree.start)..<Int(end)]
        #expect(hash == SmallTree.merkleTreeHash(leaves))
        hashes.add("[\(subtree.start), \(end))", [hash])
        for index in subtree.start..<end {
          let proof = try subtree.inclusionProof(of: index, from: Self.tree.hash)
          try proof.verify(leaf: Self.tree.levels[0][Int(index)], root: hash)
          proofs.add("\(index) [\(subtree.start), \(end))", proof.hashes)
          count += 1
        }
      }
    }
    #expect(hashes.text == PublishedTrees.subtreeHashes)
    #expect(proofs.text == PublishedTrees.subtreeInclusion)
    #expect(count > 10_000)
  }

  @Test func `every subtree of every size to 130 is proven, with the published sum`() throws {
    var (sum, count) = (LineSum(), 0)
    let subtrees = try (0...130).map { end in
      try Self.subtrees(endingAt: end).map { ($0, try $0.hash(from: Self.tree.hash)) }
    }
    for size in 0...130 {
      for (subtree, hash) in subtrees[0...size].joined() {
        let proof = try SubtreeProof(subtree: subtree, size: UInt64(size), from: Self.tree.hash)
        sum.add("[\(subtree.start), \(subtree.end)) \(size)", proof.hashes)
        count += 1
        // Verifying all would take long without showing more.
        guard count.isMultiple(of: 4) || size < 40 else { continue }
        try proof.verify(hash: hash, root: SmallTree.roots[size])
      }
    }
    #expect(sum.text == PublishedTrees.subtreeConsistency)
    #expect(count == 42_893)
  }

  @Test func `every range is covered by two subtrees, with the published sum`() {
    var sum = LineSum()
    for end in 0...130 as ClosedRange<UInt64> {
      for start in 0...end {
        let (left, right) = Subtree.covering(start..<end)
        #expect(left.start <= start && left.end == right.start && right.end == end)
        sum.add("[\(left.start), \(left.end)) [\(right.start), \(right.end))", [])
      }
    }
    #expect(sum.text == PublishedTrees.subtreeCovering)
  }

  @Test func `a subtree that begins at leaf 0 is proven as consistency is`() throws {
    for new in 1...40 as ClosedRange<UInt64> {
      for old in 1...new {
        let subtree = try Subtree(start: 0, end: old)
        let proof = try SubtreeProof(subtree: subtree, size: new, from: Self.tree.hash)
        let other = try ConsistencyProof(oldSize: old, newSize: new, from: Self.tree.hash)
        #expect(proof.hashes == other.hashes)
      }
    }
  }

  @Test func `a range with no place of its own is no subtree`() {
    for (start, end) in [(1, 3), (2, 5), (4, 9), (3, 2), (1, UInt64.max)] as [(UInt64, UInt64)] {
      #expect(throws: SubtreeRefusal.notASubtree(start: start, end: end)) {
        try Subtree(start: start, end: end)
      }
    }
    #expect(throws: Never.self) { try Subtree(start: 0, end: .max) }
  }

  @Test func `changed proofs and hashes are refused`() throws {
    let seed: UInt64 = 6962
    var random = Seeded(seed)
    for _ in 0..<300 {
      let size = UInt64.random(in: 2...130, using: &random)
      let end = UInt64.random(in: 1...size, using: &random)
      let all = Self.subtrees(endingAt: end).filter { $0.count > 0 }
      let subtree = try #require(all.randomElement(using: &random))
      let hash = try subtree.hash(from: Self.tree.hash)
      let root = SmallTree.roots[Int(size)]
      let proof = try SubtreeProof(subtree: subtree, size: size, from: Self.tree.hash)
      #expect(throws: SubtreeRefusal.self, "seed \(seed)") {
        try proof.verify(hash: .leaf([200]), root: root)
      }
      #expect(throws: SubtreeRefusal.rootMismatch, "seed \(seed)") {
        try proof.verify(hash: hash, root: .leaf([200]))
      }
      for place in proof.hashes.indices {
        var changed = proof.hashes
        changed[place] = .leaf([200])
        #expect(throws: SubtreeRefusal.self, "seed \(seed), \(subtree) of \(size)") {
          try SubtreeProof(subtree: subtree, size: size, hashes: changed)
            .verify(hash: hash, root: root)
        }
      }
      let longer = SubtreeProof(subtree: subtree, size: size, hashes: proof.hashes + [root])
      #expect(
        throws: SubtreeRefusal.proofLength(
          expected: proof.hashes.count,
          found: proof.hashes.count + 1
        )
      ) { try longer.verify(hash: hash, root: root) }
    }
  }

  @Test func `a subtree beyond the tree is refused, one without leaves proves itself`() throws {
    let subtree = try Subtree(start: 8, end: 12)
    #expect(throws: SubtreeRefusal.beyondSize(end: 12, size: 11)) {
      try SubtreeProof(subtree: subtree, size: 11, from: Self.tree.hash)
    }
    #expect(throws: SubtreeRefusal.beyondSize(end: 12, size: 11)) {
      try SubtreeProof(subtree: subtree, size: 11, hashes: [])
        .verify(hash: .emptyRoot, root: .emptyRoot)
    }
    let empty = SubtreeProof(subtree: try Subtree(start: 3, end: 3), size: 11, hashes: [])
    try empty.verify(hash: .emptyRoot, root: SmallTree.roots[11])
    #expect(throws: SubtreeRefusal.mismatch) {
      try empty.verify(hash: .leaf([3]), root: SmallTree.roots[11])
    }
    #expect(throws: ProofRefusal.indexBeyondSize(index: 12, size: 12)) {
      try subtree.inclusionProof(of: 12, from: Self.tree.hash)
    }
  }
}
