import Testing

@testable import TransparencyLog

/// Proofs that a leaf is there.
@Suite struct InclusionProofTests {
  private static let tree = SmallTree.published

  @Test func `every leaf of every size to 130 is proven, with the published sums`() throws {
    var (roots, proofs) = (LineSum(), LineSum())
    for size in 0...130 {
      roots.add("\(size)", [SmallTree.roots[size]])
      for index in 0..<size {
        let proof = try InclusionProof(
          index: UInt64(index),
          size: UInt64(size),
          from: Self.tree.hash
        )
        try proof.verify(leaf: Self.tree.levels[0][index], root: SmallTree.roots[size])
        proofs.add("\(index) \(size)", proof.hashes)
      }
    }
    #expect(roots.text == PublishedTrees.allRoots)
    #expect(proofs.text == PublishedTrees.allInclusion)
  }

  @Test func `no proof serves another leaf, index, size or root`() throws {
    for size in 1...24 as ClosedRange<UInt64> {
      let root = SmallTree.roots[Int(size)]
      for index in 0..<size {
        let leaf = Self.tree.levels[0][Int(index)]
        let proof = try InclusionProof(index: index, size: size, from: Self.tree.hash)
        for other in 0..<size where other != index {
          #expect(throws: ProofRefusal.self) {
            try proof.verify(leaf: Self.tree.levels[0][Int(other)], root: root)
          }
          #expect(throws: ProofRefusal.self) {
            try InclusionProof(index: other, size: size, hashes: proof.hashes)
              .verify(leaf: leaf, root: root)
          }
        }
        #expect(throws: ProofRefusal.rootMismatch) {
          try proof.verify(leaf: leaf, root: SmallTree.roots[Int(size) + 1])
        }
      }
    }
  }

  @Test func `a changed, missing or further hash is refused by name`() throws {
    for (index, size) in [(0, 1), (0, 2), (3, 7), (6, 7), (63, 64), (64, 65), (100, 130)] {
      let leaf = Self.tree.levels[0][index]
      let proof = try InclusionProof(
        index: UInt64(index),
        size: UInt64(size),
        from: Self.tree.hash
      )
      func refused(_ hashes: [MerkleHash]) -> ProofRefusal? {
        let changed = InclusionProof(index: proof.index, size: proof.size, hashes: hashes)
        do { try changed.verify(leaf: leaf, root: SmallTree.roots[size]) } catch { return error }
        return nil
      }
      let count = proof.hashes.count
      for place in 0..<count {
        var changed = proof.hashes
        changed[place] = .leaf([200])
        #expect(refused(changed) == .rootMismatch)
        changed.remove(at: place)
        #expect(refused(changed) == .proofLength(expected: count, found: count - 1))
      }
      for place in 0...count {
        var longer = proof.hashes
        longer.insert(leaf, at: place)
        #expect(refused(longer) == .proofLength(expected: count, found: count + 1))
      }
    }
  }

  @Test func `a leaf beyond the tree is refused by maker and verifier`() {
    #expect(throws: ProofRefusal.indexBeyondSize(index: 5, size: 5)) {
      try InclusionProof(index: 5, size: 5, from: Self.tree.hash)
    }
    #expect(throws: ProofRefusal.indexBeyondSize(index: 0, size: 0)) {
      try InclusionProof(index: 0, size: 0, hashes: [])
        .verify(leaf: .emptyRoot, root: .emptyRoot)
    }
  }

  @Test func `the largest sizes have the lengths that their bits give, and do not overflow`() {
    let hash = MerkleHash.leaf([1])
    for (index, size, length) in [
      (0, UInt64.max, 64), (UInt64.max - 1, UInt64.max, 63), (1 << 63, (1 << 63) + 1, 1),
      (0, 1 << 63, 63), (UInt64.max - 2, UInt64.max - 1, 63),
    ] as [(UInt64, UInt64, Int)] {
      #expect(InclusionProof.length(index: index, size: size) == length)
      let proof = InclusionProof(
        index: index,
        size: size,
        hashes: [MerkleHash](repeating: hash, count: length)
      )
      #expect(throws: Never.self) { try proof.root(leaf: hash) }
    }
  }

  private struct Probe: Decodable {
    let file: String
    let desc: String
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: String
    let leafHash: String
    let proof: [String]?
    let wantErr: Bool
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `the 98 probes of transparency-dev are judged as there`() throws {
    let probes = try Vectors.read("merkle/inclusion.json", as: [Probe].self)
    #expect(probes.count == 98)
    for probe in probes {
      // What is not 32 bytes is no hash, and never gets to the verifier.
      let hashes = (probe.proof ?? []).map { MerkleHash(base64: $0.utf8) }
      var accepted = false
      if let root = MerkleHash(base64: probe.root.utf8),
        let leaf = MerkleHash(base64: probe.leafHash.utf8), !hashes.contains(nil)
      {
        let proof = InclusionProof(
          index: probe.leafIdx,
          size: probe.treeSize,
          hashes: hashes.compactMap(\.self)
        )
        accepted = (try? proof.verify(leaf: leaf, root: root)) != nil
      }
      #expect(accepted != probe.wantErr, "\(probe.file): \(probe.desc)")
    }
  }

  private struct Table: Decodable {
    struct Proof: Decodable {
      let index: UInt64
      let size: UInt64
      let proof: [String]
    }
    let leaf_inputs_hex: [String]
    let inclusion_proofs_derived: [Proof]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `the proofs of the eight published leaves come out`() throws {
    let table = try Vectors.read("merkle/rfc6962_8leaf.json", as: Table.self)
    let leaves = try table.leaf_inputs_hex.map { try #require(Hexadecimal.decode($0.utf8)) }
    let tree = SmallTree(leafHashes: leaves.map { .leaf($0) })
    #expect(table.inclusion_proofs_derived.count == 36)
    for wanted in table.inclusion_proofs_derived {
      let proof = try InclusionProof(index: wanted.index, size: wanted.size, from: tree.hash)
      #expect(proof.hashes.map(\.description) == wanted.proof)
    }
  }
}
