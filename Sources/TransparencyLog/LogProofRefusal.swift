/// Why a tlog-proof file is refused.
package enum LogProofRefusal: LogRefusal, Hashable {
  /// A line does not have the required form; lines are counted from 1.
  case malformedLine(Int)
  /// There is no empty line before a checkpoint.
  case noCheckpoint
  /// The proof has more hashes than any tree has levels.
  case tooManyHashes(Int)
  /// The checkpoint is refused.
  case checkpoint(CheckpointRefusal)
  /// The proof does not show that the leaf is in the tree.
  case proof(ProofRefusal)

  package var name: String {
    switch self {
    case .malformedLine: "malformedProofLine"
    case .noCheckpoint: "proofWithoutCheckpoint"
    case .tooManyHashes: "tooManyHashes"
    case .checkpoint(let refusal): refusal.name
    case .proof(let refusal): refusal.name
    }
  }

  package var message: String {
    switch self {
    case .malformedLine(let line): "Line \(line) is not what a tlog-proof has there."
    case .noCheckpoint: "The proof has no empty line with a checkpoint behind it."
    case .tooManyHashes(let count):
      "The proof has \(count) hashes; no tree needs more than \(LogProof.hashLimit)."
    case .checkpoint(let refusal): refusal.message
    case .proof(let refusal): refusal.message
    }
  }
}
