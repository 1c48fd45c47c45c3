/// Why a checkpoint is refused.
package enum CheckpointRefusal: LogRefusal, Hashable {
  /// The note around it is refused.
  case note(NoteRefusal)
  /// It does not have the lines of a checkpoint, each ending in a line feed.
  case malformed
  /// The origin is empty or has more than one line.
  case invalidOrigin
  /// The size is not a canonical decimal number below 2^64.
  case invalidSize
  /// The root is not 32 bytes in canonical base64.
  case invalidRoot
  /// The tree is empty, but the root is not that of the empty tree.
  case emptyTreeOtherRoot
  /// An extension line is empty or more than one line.
  case invalidExtension
  /// No log of this origin is trusted.
  case unknownOrigin(String)
  /// The log itself has not signed.
  case notSignedByLog(String)
  /// Too few of the witnesses have cosigned.
  case quorumNotMet
  /// A witness's time is in the future.
  case cosignedInFuture(KeyName)

  package var name: String {
    switch self {
    case .note(let refusal): refusal.name
    case .malformed: "malformedCheckpoint"
    case .invalidOrigin: "invalidOrigin"
    case .invalidSize: "invalidSize"
    case .invalidRoot: "invalidRoot"
    case .emptyTreeOtherRoot: "emptyTreeOtherRoot"
    case .invalidExtension: "invalidExtension"
    case .unknownOrigin: "unknownOrigin"
    case .notSignedByLog: "notSignedByLog"
    case .quorumNotMet: "quorumNotMet"
    case .cosignedInFuture: "cosignedInFuture"
    }
  }

  package var message: String {
    switch self {
    case .note(let refusal): refusal.message
    case .malformed: "The checkpoint does not have the three lines origin, size and root."
    case .invalidOrigin: "The checkpoint's origin is empty or no single line of text."
    case .invalidSize: "The checkpoint's size is not a plain decimal number."
    case .invalidRoot: "The checkpoint's root is not 32 bytes in canonical base64."
    case .emptyTreeOtherRoot: "The checkpoint is of size 0, but its root is not the empty tree's."
    case .invalidExtension:
      "An extension line of the checkpoint is empty or no single line of text."
    case .unknownOrigin(let origin): "No trusted log has the origin \(origin)."
    case .notSignedByLog(let origin): "The log \(origin) has not signed the checkpoint itself."
    case .quorumNotMet: "Too few of the policy's witnesses have cosigned the checkpoint."
    case .cosignedInFuture(let name): "The cosignature of \(name) states a time that has not come."
    }
  }
}
