package import TransparencyLog

/// Verifies bundles offline: what it needs besides the bundle is what the verifier trusts already.
package struct BundleVerifier: Sendable {
  /// The logs and witnesses that are trusted.
  package let policy: TrustPolicy
  /// A checkpoint of the log that the verifier got before.
  package let held: SignedCheckpoint?
  /// The time in seconds since 1970, which no cosignature may be ahead of.
  package let now: UInt64?

  package init(policy: TrustPolicy, held: SignedCheckpoint? = nil, now: UInt64? = nil) {
    self.policy = policy
    self.held = held
    self.now = now
  }

  /// Verifies a bundle: every byte of it.
  ///
  /// - Parameter bundle: The bundle.
  /// - Returns: What it shows.
  /// - Throws: Why it is refused.
  package func verify(_ bundle: EvidenceBundle) throws(EvidenceRefusal) -> Findings {
    var shelf = try UnreadFiles(bundle)
    let (findings, signed) = try findings(&shelf)
    guard try shelf.take(EvidenceBundle.page) == EvidencePage(findings, signed).bytes else {
      throw .page
    }
    try shelf.end()
    return findings
  }

  /// What the files of a bundle show that has neither page nor manifest yet.
  func findings(ofUnfinished bundle: EvidenceBundle) throws(EvidenceRefusal) -> Findings {
    var shelf = UnreadFiles(unlisted: bundle)
    return try findings(&shelf).0
  }

  private func findings(
    _ shelf: inout UnreadFiles
  ) throws(EvidenceRefusal) -> (Findings, SignedCheckpoint) {
    let head = try head(&shelf)
    let entries = try self.entries(&shelf, head)
    let continued = try continuity(&shelf, head)
    let report = try report(&shelf, head)
    let findings = Findings(
      checkpoint: head.signed.checkpoint,
      log: head.log.key,
      cosigners: head.cosigners,
      entries: entries,
      people: ProvenPerson.all(in: entries),
      continues: continued.sizes,
      timeStamp: head.timeStamp,
      heldSize: continued.held,
      report: report.map { Findings.Report(name: $0.name, digest: .digest(of: $0.bytes)) }
    )
    return (findings, head.signed)
  }
}
