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
  /// A range is not a subtree: it does not begin at a multiple of its rounded length.
  case notASubtree(start: UInt64, end: UInt64)
  /// A subtree ends beyond the tree.
  case subtreeBeyondSize(end: UInt64, size: UInt64)
  /// The proof does not give the subtree's hash.
  case subtreeMismatch

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
    case .notASubtree: "notASubtree"
    case .subtreeBeyondSize: "subtreeBeyondSize"
    case .subtreeMismatch: "subtreeMismatch"
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
    case .notASubtree(let start, let end):
      "The leaves \(start)..<\(end) are not a subtree: \(start) is not a multiple of the least "
        + "power of two that holds their number."
    case .subtreeBeyondSize(let end, let size):
      "The subtree ends at \(end), beyond the tree of \(size) leaves."
    case .subtreeMismatch: "The proof does not lead to the hash of the subtree."
    }
  }
}
