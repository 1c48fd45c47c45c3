/// Why a witness does not cosign, or a request to one is refused.
package enum WitnessRefusal: LogRefusal, Hashable {
  /// A line of the request does not have the required form; lines are counted from 1.
  case malformedLine(Int)
  /// There is no empty line before a checkpoint.
  case noCheckpoint
  /// The request has more hashes than are allowed.
  case tooManyHashes(Int)
  /// The checkpoint is refused: it is malformed, from an unknown log, or not signed by the log.
  case checkpoint(CheckpointRefusal)
  /// The request's old size is above the checkpoint's.
  case oldBeyondNew(old: UInt64, new: UInt64)
  /// The request's old size is not the size that the witness saw last.
  case otherSizeSeen(UInt64)
  /// The proof does not show that the checkpoint extends what the witness saw.
  case proof(ProofRefusal)

  package var name: String {
    switch self {
    case .malformedLine: "malformedRequestLine"
    case .noCheckpoint: "requestWithoutCheckpoint"
    case .tooManyHashes: "tooManyHashes"
    case .checkpoint(let refusal): refusal.name
    case .oldBeyondNew: "oldBeyondNew"
    case .otherSizeSeen: "otherSizeSeen"
    case .proof(let refusal): refusal.name
    }
  }

  package var message: String {
    switch self {
    case .malformedLine(let line): "Line \(line) is not what a request has there."
    case .noCheckpoint: "The request has no empty line with a checkpoint behind it."
    case .tooManyHashes(let count):
      "The request has \(count) hashes; at most \(AddCheckpointRequest.hashLimit) are allowed."
    case .checkpoint(let refusal): refusal.message
    case .oldBeyondNew(let old, let new):
      "The request's old size \(old) is above the checkpoint's \(new)."
    case .otherSizeSeen(let size):
      "The witness saw size \(size) last; a proof from there is needed."
    case .proof(let refusal): refusal.message
    }
  }
}
