@testable import TransparencyLog

/// A range of leaves that has a place of its own in the tree: it begins at a multiple of the least
/// power of two that is not below its length.
///
/// Its hash is that of a tree of these leaves alone; an inclusion proof within it is that of such a
/// tree; and `SubtreeProof` shows that it is part of a larger tree.
struct Subtree: Hashable, Sendable {
  /// The first leaf.
  let start: UInt64
  /// The leaf after the last.
  let end: UInt64

  /// Names a subtree.
  ///
  /// - Parameters:
  ///   - start: The first leaf.
  ///   - end: The leaf after the last; equal to the first for the subtree without leaves.
  /// - Throws: `SubtreeRefusal.notASubtree`.
  init(start: UInt64, end: UInt64) throws(SubtreeRefusal) {
    guard start <= end, start == end || Self.begins(start, count: end - start) else {
      throw .notASubtree(start: start, end: end)
    }
    self.start = start
    self.end = end
  }

  private init(trusted range: Range<UInt64>) {
    start = range.lowerBound
    end = range.upperBound
  }

  private static func begins(_ start: UInt64, count: UInt64) -> Bool {
    guard count > 1 else { return true }
    let bits = 64 - (count - 1).leadingZeroBitCount
    return bits < 64 ? start & (1 << UInt64(bits) - 1) == 0 : start == 0
  }

  /// How many leaves it has.
  var count: UInt64 { end - start }

  /// The one or two subtrees that cover a range of leaves as tightly as possible.
  ///
  /// - Parameter leaves: The range.
  /// - Returns: Two neighbours, which end where the range ends; the second is empty when one leaf
  ///   is asked for, and both are when none is.
  static func covering(_ leaves: Range<UInt64>) -> (Subtree, Subtree) {
    let (start, end) = (leaves.lowerBound, leaves.upperBound)
    if end - start <= 1 { return (Subtree(trusted: leaves), Subtree(trusted: end..<end)) }
    let last = end - 1
    let mask = (1 as UInt64) << UInt64(63 - (start ^ last).leadingZeroBitCount) - 1
    let middle = last & ~mask
    let spare = 64 - (~start & mask).leadingZeroBitCount
    let left = spare < 64 ? start & ~((1 as UInt64) << UInt64(spare) - 1) : 0
    return (Subtree(trusted: left..<middle), Subtree(trusted: middle..<end))
  }

  /// The subtree's hash.
  ///
  /// - Parameter source: Returns the hashes of complete subtrees.
  /// - Returns: The Merkle tree hash of its leaves alone.
  /// - Throws: Errors of the source.
  func hash(from source: NodeHashes) throws -> MerkleHash {
    try merkleTreeHash(of: start..<end, from: source)
  }

  /// Creates the proof that a leaf is in the subtree.
  ///
  /// - Parameters:
  ///   - index: The leaf's index in the whole tree.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Returns: A proof whose index and size are counted within the subtree.
  /// - Throws: `ProofRefusal.indexBeyondSize`, or errors of the source.
  func inclusionProof(of index: UInt64, from source: NodeHashes) throws -> InclusionProof {
    guard start <= index, index < end else {
      throw ProofRefusal.indexBeyondSize(index: index, size: end)
    }
    let siblings = InclusionProof.siblings(of: index, in: start..<end)
    let hashes = try siblings.map { try merkleTreeHash(of: $0, from: source) }
    return InclusionProof(index: index - start, size: count, hashes: hashes)
  }
}
