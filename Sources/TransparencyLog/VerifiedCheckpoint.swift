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
