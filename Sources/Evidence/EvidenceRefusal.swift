package import Roster
package import TransparencyLog

/// Why a bundle is refused.
package enum EvidenceRefusal: UserFacingError, Hashable {
  /// A file that must be there is not.
  case missing(path: String)
  /// The bundle has a file that nothing refers to.
  case unexpected(path: String)
  /// A file differs from its hash in the manifest.
  case altered(path: String)
  /// A file does not have its canonical form.
  case malformed(path: String, String)
  /// The bundle is from another log than the trusted one.
  case otherLog(found: String)
  /// The checkpoint is refused.
  case checkpoint(CheckpointRefusal)
  /// An entry is not in the tree.
  case proof(entry: Int64, ProofRefusal)
  /// An opened part differs from what the entry commits to.
  case opening(entry: Int64, String)
  /// The tree does not extend an older one that the bundle names.
  case inconsistent(old: UInt64, ProofRefusal)
  /// The log has shown two histories.
  case forked(size: UInt64)
  /// The bundle has no proof between its tree and the checkpoint that the verifier has.
  case noConsistency(held: UInt64, size: UInt64)
  /// The readable page does not belong to the evidence.
  case page
  /// The time stamp is not for this checkpoint.
  case timeStamp(TimeStampRefusal)

  package var errorCode: ErrorCode {
    switch self {
    case .missing: ErrorCode("bundleFileMissing", .badData)
    case .unexpected: ErrorCode("bundleFileUnexpected", .badData)
    case .altered: ErrorCode("bundleFileAltered", .badData)
    case .malformed: ErrorCode("bundleFileMalformed", .badData)
    case .otherLog: ErrorCode("bundleOfOtherLog", .badData)
    case .checkpoint: ErrorCode("bundleCheckpointRefused", .badData)
    case .proof: ErrorCode("bundleProofRefused", .badData)
    case .opening: ErrorCode("bundleOpeningRefused", .badData)
    case .inconsistent: ErrorCode("bundleInconsistent", .badData)
    case .forked: ErrorCode("logForked", .badData)
    case .noConsistency: ErrorCode("bundleWithoutConsistency", .badData)
    case .page: ErrorCode("bundlePageAltered", .badData)
    case .timeStamp: ErrorCode("bundleTimeStampRefused", .badData)
    }
  }

  package var message: String {
    switch self {
    case .missing(let path): "Invalid: \(path) is missing from the bundle."
    case .unexpected(let path):
      "Invalid: \(path) is in the bundle, and nothing of it would be checked."
    case .altered(let path):
      "Invalid: \(path) was changed after the bundle was made; the manifest has another hash of it."
    case .malformed(let path, let problem): "Invalid: \(path) cannot be read: \(problem)."
    case .otherLog(let found):
      "Invalid: the bundle is of the log \(found), which is not the one you trust. Ask the company "
        + "for its key by another way than the bundle came."
    case .checkpoint(let refusal): "Invalid: the checkpoint is refused. \(refusal.message)"
    case .proof(let entry, let refusal):
      "Invalid: entry \(entry) is not proven to be in the log. \(refusal.message)"
    case .opening(let entry, let problem):
      "Invalid: what is shown of entry \(entry) is not what the log has: \(problem)."
    case .inconsistent(let old, let refusal):
      "Invalid: the log does not continue the one of \(old) entries. \(refusal.message)"
    case .forked(let size):
      "Invalid: the log signed two heads that do not fit together, yours and the bundle's of "
        + "\(size) entries. Keep both; together they prove that its history was rewritten."
    case .noConsistency(let held, let size):
      "The bundle cannot be compared with your checkpoint: it does not prove that its \(size) "
        + "entries continue your \(held). Ask for one made with --consistent-with your checkpoint."
    case .page:
      "Invalid: report.html is not the page that belongs to the evidence: it was changed."
    case .timeStamp(let refusal): "Invalid: the time stamp is refused. \(refusal.message)"
    }
  }
}
