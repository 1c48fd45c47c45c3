package import TransparencyLog

/// Verifies bundles offline, with the bundle and the verifier's own trust policy only.
///
/// Example: an auditor has the log's public key in a policy file, and the folder that `rollbook
/// prove --out evidence` made. `BundleVerifier(policy: …).verify(bundle)` returns the entries and
/// values that the folder proves, or throws the reason why it is refused.
package struct BundleVerifier: Sendable {
  /// The trusted logs and witnesses.
  package let policy: TrustPolicy
  /// A checkpoint that the verifier received before; nil if there is none.
  package let held: SignedCheckpoint?
  /// The time in seconds since 1970; a later cosignature is refused.
  ///
  /// Nil does not check it.
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
  /// - Throws: The reason why it is refused.
  package func verify(_ bundle: EvidenceBundle) throws(EvidenceRefusal) -> Findings {
    var shelf = try UnreadFiles(bundle)
    let (findings, signed) = try findings(&shelf)
    guard try shelf.take(EvidenceBundle.page) == EvidencePage(findings, signed).bytes else {
      throw .page
    }
    try shelf.end()
    return findings
  }

  /// What the files of a bundle show that has no page and no manifest yet.
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
    let people = ProvenPerson.all(in: entries)
    let findings = Findings(
      checkpoint: head.signed.checkpoint,
      log: head.log.key,
      cosigners: head.cosigners,
      entries: entries,
      people: people,
      accesses: people.compactMap { ProvenAccesses(of: $0, in: entries) },
      continues: continued.sizes,
      timeStamp: head.timeStamp,
      heldSize: continued.held,
      report: report.map { Findings.Report(name: $0.name, digest: .digest(of: $0.bytes)) }
    )
    return (findings, head.signed)
  }
}
