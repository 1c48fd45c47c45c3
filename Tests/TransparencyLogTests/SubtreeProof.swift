@testable import TransparencyLog

/// The proof that a subtree is part of a tree (draft-ietf-plants-merkle-tree-certs).
///
/// With a subtree that begins at leaf 0 it is a consistency proof.
struct SubtreeProof: Hashable, Sendable {
  /// The subtree.
  let subtree: Subtree
  /// The tree's size.
  let size: UInt64
  /// The hashes, the deepest first.
  let hashes: [MerkleHash]

  init(subtree: Subtree, size: UInt64, hashes: [MerkleHash]) {
    self.subtree = subtree
    self.size = size
    self.hashes = hashes
  }

  /// Creates the proof of a subtree.
  ///
  /// - Parameters:
  ///   - subtree: The subtree; one without leaves has an empty proof.
  ///   - size: The tree's size.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Throws: `SubtreeRefusal.beyondSize`, or errors of the source.
  init(subtree: Subtree, size: UInt64, from source: NodeHashes) throws {
    guard subtree.end <= size else {
      throw SubtreeRefusal.beyondSize(end: subtree.end, size: size)
    }
    let ranges =
      subtree.count == 0 ? [] : ConsistencyProof.path(of: subtree.start..<subtree.end, in: 0..<size)
    let hashes = try ranges.map { try merkleTreeHash(of: $0, from: source) }
    self.init(subtree: subtree, size: size, hashes: hashes)
  }

  /// Verifies the proof by walking the same splits as its making, and joining on the way back.
  ///
  /// - Parameters:
  ///   - hash: The subtree's hash.
  ///   - root: The tree's root.
  /// - Throws: Why the proof does not show that the subtree is part of the tree.
  func verify(hash: MerkleHash, root: MerkleHash) throws(SubtreeRefusal) {
    guard subtree.end <= size else {
      throw .beyondSize(end: subtree.end, size: size)
    }
    guard subtree.count > 0 else {
      guard hashes.isEmpty else { throw .proofLength(expected: 0, found: hashes.count) }
      guard hash == .emptyRoot else { throw .mismatch }
      return
    }
    let part = subtree.start..<subtree.end
    let expected = ConsistencyProof.path(of: part, in: 0..<size).count
    guard hashes.count == expected else {
      throw .proofLength(expected: expected, found: hashes.count)
    }
    var rest = hashes[...]
    let found = join(part, in: 0..<size, known: hash, rest: &rest)
    guard found.part == hash else { throw .mismatch }
    guard found.whole == root else { throw .rootMismatch }
  }

  /// The hashes of the part and of the whole; it consumes the proof's hashes from the end.
  private func join(
    _ part: Range<UInt64>,
    in whole: Range<UInt64>,
    known: MerkleHash?,
    rest: inout ArraySlice<MerkleHash>
  ) -> (part: MerkleHash, whole: MerkleHash) {
    if part == whole, let known { return (known, known) }
    guard let sibling = rest.popLast() else { return (.emptyRoot, .emptyRoot) }
    if part == whole { return (sibling, sibling) }
    let middle = whole.lowerBound + split(whole.upperBound - whole.lowerBound)
    if part.upperBound <= middle {
      let left = join(part, in: whole.lowerBound..<middle, known: known, rest: &rest)
      return (left.part, .node(left.whole, sibling))
    }
    let right = middle..<whole.upperBound
    if part.lowerBound >= middle {
      let found = join(part, in: right, known: known, rest: &rest)
      return (found.part, .node(sibling, found.whole))
    }
    let found = join(middle..<part.upperBound, in: right, known: nil, rest: &rest)
    return (.node(sibling, found.part), .node(sibling, found.whole))
  }
}

/// Why a range is no subtree, or a proof of one is refused.
enum SubtreeRefusal: Error, Hashable {
  /// A range does not begin where a subtree of its length begins.
  case notASubtree(start: UInt64, end: UInt64)
  /// A subtree ends beyond the tree.
  case beyondSize(end: UInt64, size: UInt64)
  /// A proof for this subtree has another number of hashes.
  case proofLength(expected: Int, found: Int)
  /// The proof leads to another root.
  case rootMismatch
  /// The proof does not lead to the subtree's hash.
  case mismatch
}
