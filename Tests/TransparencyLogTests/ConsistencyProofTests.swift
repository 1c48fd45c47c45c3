import Testing

@testable import TransparencyLog

/// Proofs that a tree continues another.
@Suite struct ConsistencyProofTests {
  private static let tree = SmallTree.published

  private static func proof(_ old: Int, _ new: Int) throws -> ConsistencyProof {
    try ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), from: tree.hash)
  }

  @Test func `every pair of sizes to 130 is proven, with the published sum`() throws {
    var sum = LineSum()
    for new in 1...130 {
      for old in 1...new {
        let proof = try Self.proof(old, new)
        try proof.verify(oldRoot: SmallTree.roots[old], newRoot: SmallTree.roots[new])
        sum.add("\(old) \(new)", proof.hashes)
      }
    }
    #expect(sum.text == PublishedTrees.allConsistency)
  }

  @Test func `no proof serves another root or another size`() throws {
    for new in 2...24 {
      for old in 1..<new {
        let proof = try Self.proof(old, new)
        let (oldRoot, newRoot) = (SmallTree.roots[old], SmallTree.roots[new])
        let forged = MerkleHash.leaf([200])
        // An older root that is a complete subtree is itself where the calculation begins, so that
        // a forged one shows in the newer root.
        let wanted: ProofRefusal =
          old.nonzeroBitCount == 1 ? .newRootMismatch : .oldRootMismatch
        #expect(throws: wanted) { try proof.verify(oldRoot: forged, newRoot: newRoot) }
        #expect(throws: ProofRefusal.newRootMismatch) {
          try proof.verify(oldRoot: oldRoot, newRoot: forged)
        }
        #expect(throws: ProofRefusal.self) { try proof.verify(oldRoot: newRoot, newRoot: oldRoot) }
        for other in 1...new where other != old {
          #expect(throws: ProofRefusal.self) {
            try ConsistencyProof(
              oldSize: UInt64(other),
              newSize: UInt64(new),
              hashes: proof.hashes
            ).verify(oldRoot: oldRoot, newRoot: newRoot)
          }
        }
      }
    }
  }

  @Test func `a changed, missing or further hash is refused`() throws {
    for (old, new) in [(1, 2), (3, 7), (4, 7), (6, 8), (64, 130), (65, 130), (129, 130)] {
      let proof = try Self.proof(old, new)
      func refused(_ hashes: [MerkleHash]) -> ProofRefusal? {
        let changed = ConsistencyProof(
          oldSize: UInt64(old),
          newSize: UInt64(new),
          hashes: hashes
        )
        do {
          try changed.verify(oldRoot: SmallTree.roots[old], newRoot: SmallTree.roots[new])
        } catch { return error }
        return nil
      }
      let count = proof.hashes.count
      for place in 0..<count {
        var changed = proof.hashes
        changed[place] = .leaf([200])
        #expect([.oldRootMismatch, .newRootMismatch].contains(refused(changed)))
        changed.remove(at: place)
        #expect(refused(changed) == .proofLength(expected: count, found: count - 1))
      }
      for extra in [SmallTree.roots[old], SmallTree.roots[new], .leaf([0])] {
        let further = ProofRefusal.proofLength(expected: count, found: count + 1)
        #expect(refused(proof.hashes + [extra]) == further)
        #expect(refused([extra] + proof.hashes) == further)
      }
    }
  }

  @Test func `a fork of one leaf is found from every size behind it`() throws {
    for fork in [0, 5, 40] {
      var leaves = Self.tree.levels[0][..<64]
      leaves[fork] = .leaf([201])
      let other = SmallTree(leafHashes: [MerkleHash](leaves))
      for old in (fork + 1)..<64 {
        let proof = try ConsistencyProof(oldSize: UInt64(old), newSize: 64, from: other.hash)
        #expect(throws: ProofRefusal.self) {
          try proof.verify(
            oldRoot: SmallTree.roots[old],
            newRoot: SmallTree.merkleTreeHash(leaves)
          )
        }
      }
    }
  }

  @Test func `sizes that prove nothing are refused by name`() {
    let root = MerkleHash.leaf([1])
    func refusal(_ old: UInt64, _ new: UInt64, _ hashes: [MerkleHash], _ newRoot: MerkleHash)
      -> ProofRefusal?
    {
      let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: hashes)
      do { try proof.verify(oldRoot: root, newRoot: newRoot) } catch { return error }
      return nil
    }
    #expect(refusal(0, 4, [], root) == .emptyOldTree)
    #expect(refusal(5, 4, [], root) == .oldSizeBeyondNew(old: 5, new: 4))
    #expect(refusal(4, 4, [], root) == nil)
    #expect(refusal(4, 4, [], .emptyRoot) == .sameSizeOtherRoot(size: 4))
    #expect(refusal(4, 4, [root], root) == .proofLength(expected: 0, found: 1))
    #expect(refusal(1, .max, [], root) == .proofLength(expected: 64, found: 0))
    #expect(throws: ProofRefusal.emptyOldTree) { try Self.proof(0, 4) }
    #expect(throws: ProofRefusal.oldSizeBeyondNew(old: 5, new: 4)) { try Self.proof(5, 4) }
  }

  private struct Probe: Decodable {
    let file: String
    let desc: String
    let size1: UInt64
    let size2: UInt64
    let root1: String
    let root2: String
    let proof: [String]?
    let wantErr: Bool
  }

  /// One probe accepts two equal roots that are no hashes; here a root is a hash or nothing.
  private static let roots = ["sizes are equal (one) and proof is empty"]

  @Test(.enabled(if: Vectors.arePresent))
  func `the 98 probes of transparency-dev are judged as there`() throws {
    let probes = try Vectors.read("merkle/consistency.json", as: [Probe].self)
    #expect(probes.count == 98)
    #expect(probes.contains { Self.roots.contains($0.desc) })
    for probe in probes {
      let hashes = (probe.proof ?? []).map { MerkleHash(base64: $0.utf8) }
      var accepted = false
      if let old = MerkleHash(base64: probe.root1.utf8),
        let new = MerkleHash(base64: probe.root2.utf8), !hashes.contains(nil)
      {
        let proof = ConsistencyProof(
          oldSize: probe.size1,
          newSize: probe.size2,
          hashes: hashes.compactMap(\.self)
        )
        accepted = (try? proof.verify(oldRoot: old, newRoot: new)) != nil
      }
      let wanted = !probe.wantErr && !Self.roots.contains(probe.desc)
      #expect(accepted == wanted, "\(probe.file): \(probe.desc)")
    }
  }

  private struct Table: Decodable {
    struct Proof: Decodable {
      let size1: UInt64
      let size2: UInt64
      let proof: [String]
    }
    let leaf_inputs_hex: [String]
    let consistency_proofs_derived: [Proof]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `the proofs of the eight published leaves come out`() throws {
    let table = try Vectors.read("merkle/rfc6962_8leaf.json", as: Table.self)
    let leaves = try table.leaf_inputs_hex.map { try #require(Hexadecimal.decode($0.utf8)) }
    let tree = SmallTree(leafHashes: leaves.map { .leaf($0) })
    #expect(table.consistency_proofs_derived.count == 36)
    for wanted in table.consistency_proofs_derived {
      let proof = try ConsistencyProof(
        oldSize: wanted.size1,
        newSize: wanted.size2,
        from: tree.hash
      )
      #expect(proof.hashes.map(\.description) == wanted.proof)
    }
  }
}
