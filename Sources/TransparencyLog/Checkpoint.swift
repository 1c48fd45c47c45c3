/// A log's head: its origin, size and root (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
  /// The log's name, one line.
  package let origin: [UInt8]
  /// How many leaves the log has.
  package let size: UInt64
  /// The root over them.
  package let root: MerkleHash
  /// Further lines, which cannot be audited; a log should have none.
  package let extensions: [[UInt8]]

  /// Creates a checkpoint.
  ///
  /// - Parameters:
  ///   - origin: The log's name: one line of UTF-8, not empty.
  ///   - size: How many leaves the log has.
  ///   - root: The root over them.
  ///   - extensions: Further lines, none of them empty.
  /// - Throws: What is wrong with the parts.
  package init(
    origin: [UInt8],
    size: UInt64,
    root: MerkleHash,
    extensions: [[UInt8]] = []
  ) throws(CheckpointRefusal) {
    guard Self.isLine(origin) else { throw .invalidOrigin }
    guard extensions.allSatisfy(Self.isLine) else { throw .invalidExtension }
    guard size > 0 || root == .emptyRoot else { throw .emptyTreeOtherRoot }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads a checkpoint from a note's text.
  ///
  /// - Parameter text: The text, its last line feed included.
  /// - Throws: Why it is not a checkpoint.
  package init(parsing text: [UInt8]) throws(CheckpointRefusal) {
    guard let lines = TextBytes.lines(text[...]), lines.count >= 3 else { throw .malformed }
    guard let size = CanonicalInteger.decode(lines[1]) else { throw .invalidSize }
    guard let root = MerkleHash(base64: lines[2]) else { throw .invalidRoot }
    try self.init(
      origin: [UInt8](lines[0]),
      size: size,
      root: root,
      extensions: lines[3...].map { [UInt8]($0) }
    )
  }

  private static func isLine(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && TextBytes.isUTF8(bytes) && !bytes.contains { $0 < TextBytes.space }
  }

  /// The text that is signed.
  package var text: [UInt8] {
    let lines = [origin, CanonicalInteger.encode(size), root.base64] + extensions
    return lines.flatMap { $0 + [TextBytes.lineFeed] }
  }
}

/// A checkpoint in its note, well formed and unverified.
package struct SignedCheckpoint: Hashable, Sendable {
  /// The note.
  package let note: SignedNote
  /// The contents of its text.
  package let checkpoint: Checkpoint

  private init(note: SignedNote, checkpoint: Checkpoint) {
    self.note = note
    self.checkpoint = checkpoint
  }

  /// Reads a signed checkpoint.
  ///
  /// - Parameter bytes: The note, to its last byte.
  /// - Throws: Why it is not a signed checkpoint.
  package init(parsing bytes: [UInt8]) throws(CheckpointRefusal) {
    let note: SignedNote
    do { note = try SignedNote(parsing: bytes) } catch { throw .note(error) }
    self.init(note: note, checkpoint: try Checkpoint(parsing: note.text))
  }

  /// Signs a checkpoint as its log.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint. A log never signs two sizes that are inconsistent, nor one
  ///     size with two roots.
  ///   - key: The log's key.
  /// - Throws: `CheckpointRefusal.note`.
  package init(_ checkpoint: Checkpoint, signedBy key: SigningKey) throws(CheckpointRefusal) {
    do {
      let signature = try key.sign(checkpoint.text)
      note = try SignedNote(text: checkpoint.text, signatures: [signature])
    } catch { throw .note(error) }
    self.checkpoint = checkpoint
  }

  /// The note's bytes.
  package var bytes: [UInt8] { note.bytes }

  /// The same checkpoint with more signatures; those that it already has are ignored.
  ///
  /// - Parameter signatures: The signatures, for example cosignatures.
  /// - Returns: The longer note.
  /// - Throws: `CheckpointRefusal.note`.
  package func adding(
    _ signatures: [NoteSignature]
  ) throws(CheckpointRefusal) -> SignedCheckpoint {
    do {
      return SignedCheckpoint(note: try note.adding(signatures), checkpoint: checkpoint)
    } catch { throw .note(error) }
  }

  /// The same checkpoint with the lines of one key only: time stamps need bytes that do not change
  /// when cosignatures arrive.
  ///
  /// - Parameter key: The log's key.
  /// - Returns: The shorter note.
  /// - Throws: `CheckpointRefusal.note` if the key has no line.
  package func only(_ key: VerifierKey) throws(CheckpointRefusal) -> SignedCheckpoint {
    do {
      let lines = note.signatures.filter { $0.claims(key) }
      let shorter = try SignedNote(text: note.text, signatures: lines)
      return SignedCheckpoint(note: shorter, checkpoint: checkpoint)
    } catch { throw .note(error) }
  }
}

/// A checkpoint that a trusted log signed, with the witnesses who vouch for it.
///
/// Only `SignedCheckpoint.verified(by:)` makes one.
package struct VerifiedCheckpoint: Hashable, Sendable {
  /// The checkpoint in its note.
  package let signed: SignedCheckpoint
  /// The log that signed it.
  package let log: TrustedLog
  /// The genuine cosignatures of known witnesses.
  package let cosignatures: [VerifiedSignature]
  /// The signatures of unknown keys; they prove nothing.
  package let unknown: [NoteSignature]

  /// The signed checkpoint.
  package var checkpoint: Checkpoint { signed.checkpoint }
}

extension SignedCheckpoint {
  /// Verifies that a log signed the checkpoint; other signatures do not matter.
  ///
  /// - Parameter log: The trusted log.
  /// - Returns: The checkpoint, as trustworthy as the log.
  /// - Throws: Why it is refused.
  package func verified(by log: TrustedLog) throws(CheckpointRefusal) -> VerifiedCheckpoint {
    try verified(by: TrustPolicy(logs: [log]))
  }

  /// Verifies that one of a policy's logs signed the checkpoint, and that enough of its witnesses
  /// cosigned it.
  ///
  /// - Parameters:
  ///   - policy: The trusted logs and witnesses; the verifier chooses them, not the sender of the
  ///     checkpoint.
  ///   - now: The time in seconds since 1970, if cosignatures from the future are to be refused.
  /// - Returns: The checkpoint, as trustworthy as the policy.
  /// - Throws: Why it is refused.
  package func verified(
    by policy: TrustPolicy,
    now: UInt64? = nil
  ) throws(CheckpointRefusal) -> VerifiedCheckpoint {
    let logs = policy.logs.filter { $0.origin == checkpoint.origin }
    let origin = TextBytes.shown(checkpoint.origin)
    guard !logs.isEmpty else { throw .unknownOrigin(origin) }
    let verified: VerifiedNote
    do {
      verified = try note.verified(by: logs.map(\.key) + policy.witnesses.map(\.key))
    } catch { throw .note(error) }
    guard let log = logs.first(where: { log in verified.verified.contains { $0.key == log.key } })
    else { throw .notSignedByLog(origin) }
    let cosignatures = verified.verified.filter { $0.key.type == .cosignature }
    if let now, let early = cosignatures.first(where: { ($0.seconds ?? 0) > now }) {
      throw .cosignedInFuture(early.key.keyName)
    }
    guard policy.isMet(by: Set(cosignatures.map(\.key))) else { throw .quorumNotMet }
    return VerifiedCheckpoint(
      signed: self,
      log: log,
      cosignatures: cosignatures,
      unknown: verified.unknown
    )
  }
}

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
