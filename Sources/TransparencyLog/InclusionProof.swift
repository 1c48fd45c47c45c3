/// The proof that a tree has a leaf at an index: the hash of each sibling on the path from the leaf
/// to the root (RFC 6962 section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
  /// The leaf's index, from 0.
  package let index: UInt64
  /// The tree's size.
  package let size: UInt64
  /// The siblings' hashes, the leaf's own sibling first.
  package let hashes: [MerkleHash]

  package init(index: UInt64, size: UInt64, hashes: [MerkleHash]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// Creates the proof of a leaf.
  ///
  /// - Parameters:
  ///   - index: The leaf's index, from 0.
  ///   - size: The tree's size.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Throws: `ProofRefusal.indexBeyondSize`, or errors of the source.
  package init(index: UInt64, size: UInt64, from source: NodeHashes) throws {
    guard index < size else { throw ProofRefusal.indexBeyondSize(index: index, size: size) }
    let siblings = Self.siblings(of: index, in: 0..<size)
    let hashes = try siblings.map { try merkleTreeHash(of: $0, from: source) }
    self.init(index: index, size: size, hashes: hashes)
  }

  /// The leaves on the other side of each split on the path from a leaf up to the root.
  static func siblings(of index: UInt64, in leaves: Range<UInt64>) -> [Range<UInt64>] {
    var siblings: [Range<UInt64>] = []
    var rest = leaves
    while rest.upperBound - rest.lowerBound > 1 {
      let middle = rest.lowerBound + split(rest.upperBound - rest.lowerBound)
      let (left, right) = (rest.lowerBound..<middle, middle..<rest.upperBound)
      siblings.append(index < middle ? right : left)
      rest = index < middle ? left : right
    }
    return siblings.reversed()
  }

  /// The number of hashes in the proof of a leaf: one for each level below the split between this
  /// leaf and the last one, and above it one for each turn to the right.
  static func length(index: UInt64, size: UInt64) -> Int {
    let inner = 64 - (index ^ (size - 1)).leadingZeroBitCount
    return inner + (inner < 64 ? (index >> UInt64(inner)).nonzeroBitCount : 0)
  }

  /// Verifies the proof.
  ///
  /// - Parameters:
  ///   - leaf: The leaf's hash, computed by the verifier.
  ///   - root: The root of the tree, from a trusted checkpoint.
  /// - Throws: Why the proof does not show that the tree has this leaf.
  package func verify(leaf: MerkleHash, root: MerkleHash) throws(ProofRefusal) {
    guard try self.root(leaf: leaf) == root else { throw .rootMismatch }
  }

  /// The root that the proof gives for a leaf (RFC 9162 section 2.1.3.2).
  ///
  /// - Parameter leaf: The leaf's hash.
  /// - Returns: The root of the tree, if the proof is genuine.
  /// - Throws: `indexBeyondSize` or `proofLength`.
  package func root(leaf: MerkleHash) throws(ProofRefusal) -> MerkleHash {
    guard index < size else { throw .indexBeyondSize(index: index, size: size) }
    let expected = Self.length(index: index, size: size)
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    var (first, last) = (index, size - 1)
    var hash = leaf
    for sibling in hashes {
      if first & 1 == 1 || first == last {
        hash = .node(sibling, hash)
        while first & 1 == 0, first != 0 {
          first >>= 1
          last >>= 1
        }
      } else {
        hash = .node(hash, sibling)
      }
      first >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .proofLength(expected: expected, found: hashes.count) }
    return hash
  }
}

/// The proof that a tree extends an older one: the older tree's leaves are its first leaves (RFC
/// 6962 section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
  /// The older tree's size.
  package let oldSize: UInt64
  /// The newer tree's size.
  package let newSize: UInt64
  /// The hashes, the deepest first.
  package let hashes: [MerkleHash]

  package init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Creates the proof between two sizes of one tree.
  ///
  /// - Parameters:
  ///   - oldSize: The older size, at least 1.
  ///   - newSize: The newer size, not below the older one.
  ///   - source: Returns the hashes of complete subtrees of the newer tree.
  /// - Throws: `ProofRefusal.emptyOldTree` or `oldSizeBeyondNew`, or errors of the source.
  package init(oldSize: UInt64, newSize: UInt64, from source: NodeHashes) throws {
    guard oldSize > 0 else { throw ProofRefusal.emptyOldTree }
    guard oldSize <= newSize else {
      throw ProofRefusal.oldSizeBeyondNew(old: oldSize, new: newSize)
    }
    let ranges = Self.path(of: 0..<oldSize, in: 0..<newSize)
    let hashes = try ranges.map { try merkleTreeHash(of: $0, from: source) }
    self.init(oldSize: oldSize, newSize: newSize, hashes: hashes)
  }

  /// The ranges whose hashes show that a subtree is part of a tree, the deepest first; the subtree
  /// itself is left out if the verifier has its hash already.
  static func path(of part: Range<UInt64>, in tree: Range<UInt64>) -> [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    var (part, rest) = (part, tree)
    var isWhole = true
    while part != rest {
      let middle = rest.lowerBound + split(rest.upperBound - rest.lowerBound)
      if part.upperBound <= middle {
        ranges.append(middle..<rest.upperBound)
        rest = rest.lowerBound..<middle
      } else {
        ranges.append(rest.lowerBound..<middle)
        rest = middle..<rest.upperBound
        if part.lowerBound < middle {
          part = middle..<part.upperBound
          isWhole = false
        }
      }
    }
    if !isWhole { ranges.append(part) }
    return ranges.reversed()
  }

  /// How many hashes the proof between two sizes has, the older one being at least 1 and less than
  /// the newer one: that of the older tree's last leaf, without the levels on which this leaf ends
  /// a complete subtree, and that subtree's own hash unless it is the whole older tree.
  static func length(oldSize: UInt64, newSize: UInt64) -> Int {
    let levels = oldSize.trailingZeroBitCount
    let seed = oldSize.nonzeroBitCount == 1 ? 0 : 1
    return InclusionProof.length(index: oldSize - 1, size: newSize) - levels + seed
  }

  /// Verifies the proof (RFC 9162 section 2.1.4.2).
  ///
  /// - Parameters:
  ///   - oldRoot: The root of the older tree, from a trusted checkpoint.
  ///   - newRoot: The root of the newer tree.
  /// - Throws: Why the proof does not show that the newer tree extends the older one. An empty
  ///   older tree is refused; a caller that allows one checks for it first.
  package func verify(oldRoot: MerkleHash, newRoot: MerkleHash) throws(ProofRefusal) {
    guard oldSize > 0 else { throw .emptyOldTree }
    guard oldSize <= newSize else { throw .oldSizeBeyondNew(old: oldSize, new: newSize) }
    if oldSize == newSize {
      guard hashes.isEmpty else { throw .proofLength(expected: 0, found: hashes.count) }
      guard oldRoot == newRoot else { throw .sameSizeOtherRoot(size: newSize) }
      return
    }
    let expected = Self.length(oldSize: oldSize, newSize: newSize)
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    let (old, new) = try roots(from: oldSize.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes)
    guard old == oldRoot else { throw .oldRootMismatch }
    guard new == newRoot else { throw .newRootMismatch }
  }

  /// The roots that follow from the hashes; the first is that of the last complete subtree that
  /// both trees share.
  private func roots(
    from path: [MerkleHash]
  ) throws(ProofRefusal) -> (old: MerkleHash, new: MerkleHash) {
    guard let seed = path.first else { throw .proofLength(expected: 1, found: 0) }
    var (first, last) = (oldSize - 1, newSize - 1)
    while first & 1 == 1 {
      first >>= 1
      last >>= 1
    }
    var (old, new) = (seed, seed)
    for hash in path.dropFirst() {
      if first & 1 == 1 || first == last {
        old = .node(hash, old)
        new = .node(hash, new)
        while first & 1 == 0, first != 0 {
          first >>= 1
          last >>= 1
        }
      } else {
        new = .node(new, hash)
      }
      first >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .newRootMismatch }
    return (old, new)
  }
}

/// Why a Merkle proof is refused, or cannot be made.
package enum ProofRefusal: LogRefusal, Hashable {
  /// There is no such leaf in a tree of this size.
  case indexBeyondSize(index: UInt64, size: UInt64)
  /// The number of hashes is wrong for these sizes.
  case proofLength(expected: Int, found: Int)
  /// The proof leads to another root.
  case rootMismatch
  /// The older tree is larger than the newer one.
  case oldSizeBeyondNew(old: UInt64, new: UInt64)
  /// Every tree extends the empty one, so a proof of it would show nothing.
  case emptyOldTree
  /// The trees have the same size and different roots.
  case sameSizeOtherRoot(size: UInt64)
  /// The proof does not give the older root.
  case oldRootMismatch
  /// The proof does not give the newer root.
  case newRootMismatch

  package var name: String {
    switch self {
    case .indexBeyondSize: "indexBeyondSize"
    case .proofLength: "proofLength"
    case .rootMismatch: "rootMismatch"
    case .oldSizeBeyondNew: "oldSizeBeyondNew"
    case .emptyOldTree: "emptyOldTree"
    case .sameSizeOtherRoot: "sameSizeOtherRoot"
    case .oldRootMismatch: "oldRootMismatch"
    case .newRootMismatch: "newRootMismatch"
    }
  }

  package var message: String {
    switch self {
    case .indexBeyondSize(let index, let size):
      "Leaf \(index) is not in a tree of \(size) leaves, which are counted from 0."
    case .proofLength(let expected, let found):
      "The proof has \(found) hashes; a valid one for these sizes has exactly \(expected)."
    case .rootMismatch:
      "The proof leads to another root: the leaf, its index, the proof or the root is not genuine."
    case .oldSizeBeyondNew(let old, let new):
      "The older tree has \(old) leaves, more than the \(new) of the newer one."
    case .emptyOldTree: "The older tree is empty; consistency with it says nothing."
    case .sameSizeOtherRoot(let size):
      "Two trees of \(size) leaves have different roots: the log shows two histories."
    case .oldRootMismatch:
      "The proof does not lead to the older root: the newer tree does not continue the older one."
    case .newRootMismatch:
      "The proof does not lead to the newer root, though it does to the older one."
    }
  }
}
