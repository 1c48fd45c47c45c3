import TransparencyLog

extension BundleVerifier {
  /// The verified head of the log in a bundle.
  struct Head {
    let signed: SignedCheckpoint
    let log: TrustedLog
    let cosigners: [Findings.Cosigner]
    let timeStamp: TimeStampReply?
    /// The log and the witnesses that the bundle names.
    let named: TrustPolicy
  }

  /// Verifies the head: its signature and its cosignatures.
  func head(_ shelf: inout UnreadFiles) throws(EvidenceRefusal) -> Head {
    let named = try namedPolicy(try shelf.take(EvidenceBundle.policy))
    let bytes = try shelf.take(EvidenceBundle.checkpoint)
    let signed: SignedCheckpoint
    let verified: VerifiedCheckpoint
    do {
      signed = try SignedCheckpoint(parsing: bytes)
      verified = try signed.verified(by: named, now: now)
      _ = try signed.verified(by: policy, now: now)
    } catch { throw .checkpoint(error) }
    // Only the log's and the named witnesses' lines are allowed, so every line is verified.
    let keys = [verified.log.key] + named.witnesses.map(\.key)
    guard signed.note.signatures.count == keys.count,
      zip(signed.note.signatures, keys).allSatisfy({ $0.claims($1) })
    else {
      throw .malformed(path: EvidenceBundle.checkpoint, "its lines are not those of the policy")
    }
    let alone = try shelf.take(EvidenceBundle.logCheckpoint)
    guard let log = try? signed.only(verified.log.key), log.bytes == alone else {
      throw .malformed(path: EvidenceBundle.logCheckpoint, "it is not the log's part of checkpoint")
    }
    return Head(
      signed: signed,
      log: verified.log,
      cosigners: cosigners(verified),
      timeStamp: try timeStamp(&shelf, of: alone),
      named: named
    )
  }

  /// The policy file in a bundle.
  ///
  /// It is a convenience: only the log's key must be the trusted one.
  private func namedPolicy(_ bytes: [UInt8]) throws(EvidenceRefusal) -> TrustPolicy {
    let named: TrustPolicy
    do { named = try TrustPolicy(parsing: bytes) } catch {
      throw .malformed(path: EvidenceBundle.policy, error.message)
    }
    guard let log = named.logs.first else {
      throw .malformed(path: EvidenceBundle.policy, "it names no log")
    }
    guard policy.logs.contains(where: { $0.key == log.key }) else {
      throw .otherLog(found: log.key.description)
    }
    guard EvidenceBundle.policy(log: log.key, witnesses: named.witnesses.map(\.key)) == bytes
    else {
      throw .malformed(path: EvidenceBundle.policy, "it is not spelled as a bundle's policy is")
    }
    return named
  }

  private func cosigners(_ verified: VerifiedCheckpoint) -> [Findings.Cosigner] {
    let trusted = Set(policy.witnesses.map(\.key))
    return verified.cosignatures.map { signature in
      Findings.Cosigner(
        key: signature.key,
        seconds: signature.seconds ?? 0,
        isTrusted: trusted.contains(signature.key)
      )
    }
  }

  /// The report in a bundle, which must be signed with the log's key for this head.
  func report(
    _ shelf: inout UnreadFiles,
    _ head: Head
  ) throws(EvidenceRefusal) -> ReportStatement? {
    guard shelf.rest[EvidenceBundle.report] != nil else { return nil }
    let file = try shelf.take(EvidenceBundle.report)
    let note = try shelf.take(EvidenceBundle.reportNote)
    let checkpoint = head.signed.checkpoint
    let statement = ReportStatement(note: note, of: file, head: checkpoint, log: head.log.key)
    guard let statement else {
      throw .malformed(
        path: EvidenceBundle.reportNote,
        "it is not what the log's key says of this report and this head"
      )
    }
    return statement
  }

  private func timeStamp(
    _ shelf: inout UnreadFiles,
    of checkpoint: [UInt8]
  ) throws(EvidenceRefusal) -> TimeStampReply? {
    guard shelf.rest[EvidenceBundle.timeStamp] != nil else { return nil }
    let bytes = try shelf.take(EvidenceBundle.timeStamp)
    do { return try TimeStampReply(parsing: bytes).granted(for: checkpoint) } catch {
      throw .timeStamp(error)
    }
  }
}

extension EvidenceBundle {
  /// The canonical policy file of a bundle: the log, then the witnesses in the order of their
  /// lines.
  static func policy(log: VerifierKey, witnesses: [VerifierKey]) -> [UInt8] {
    let lines = witnesses.enumerated().map { "witness w\($0 + 1) \($1)\n" }
    return [UInt8]("log \(log)\n\(lines.joined())quorum none\n".utf8)
  }
}
