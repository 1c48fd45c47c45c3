package import TransparencyLog

/// The parts that a bundle is made from.
package struct BundleContents: Sendable {
  /// The head of the log, with the log's signature only.
  package var head: SignedCheckpoint
  /// The log's key.
  package var log: VerifierKey
  /// The lines of witnesses, each with its key.
  package var cosignatures: [(key: VerifierKey, line: NoteSignature)]
  /// The reply of a time stamping authority; nil if there is none.
  package var timeStamp: [UInt8]?
  /// The entries.
  package var exhibits: [DisclosedEntry]
  /// Older heads that a reader may have already.
  package var older: [OlderCheckpoint]
  /// A report, and the log's signature on it.
  package var report: ReportStatement?

  package init(
    head: SignedCheckpoint,
    log: VerifierKey,
    cosignatures: [(key: VerifierKey, line: NoteSignature)] = [],
    timeStamp: [UInt8]? = nil,
    exhibits: [DisclosedEntry],
    older: [OlderCheckpoint] = [],
    report: ReportStatement? = nil
  ) {
    self.head = head
    self.log = log
    self.cosignatures = cosignatures
    self.timeStamp = timeStamp
    self.exhibits = exhibits
    self.older = older
    self.report = report
  }
}

/// An entry as a bundle shows it.
package struct DisclosedEntry: Hashable, Sendable {
  /// The entry's number.
  package let entry: Int64
  /// The bytes of its leaf.
  package let leaf: [UInt8]
  /// The inclusion proof of the leaf.
  package let proof: [MerkleHash]
  /// What is shown in addition to the leaf.
  package let opening: Opening

  package init(entry: Int64, leaf: [UInt8], proof: [MerkleHash], opening: Opening) {
    self.entry = entry
    self.leaf = leaf
    self.proof = proof
    self.opening = opening
  }
}

/// An older head of the log, and the proof that the newer one extends it.
package struct OlderCheckpoint: Hashable, Sendable {
  /// The older head.
  package let checkpoint: SignedCheckpoint
  /// The hashes of the consistency proof.
  package let proof: [MerkleHash]

  package init(checkpoint: SignedCheckpoint, proof: [MerkleHash]) {
    self.checkpoint = checkpoint
    self.proof = proof
  }
}

extension EvidenceBundle {
  /// Lays out a bundle, and verifies it as its recipient will.
  ///
  /// - Parameter contents: The parts.
  /// - Throws: Why it would be refused: something in the ledger differs from what was signed.
  package init(_ contents: BundleContents) throws(EvidenceRefusal) {
    let head: SignedCheckpoint
    do { head = try contents.head.adding(contents.cosignatures.map(\.line)) } catch {
      throw .checkpoint(error)
    }
    var files: [String: [UInt8]] = [
      Self.checkpoint: head.bytes, Self.logCheckpoint: contents.head.bytes,
      Self.policy: Self.policy(log: contents.log, witnesses: contents.cosignatures.map(\.key)),
    ]
    files[Self.timeStamp] = contents.timeStamp
    files[Self.report] = contents.report?.bytes
    files[Self.reportNote] = contents.report?.note.bytes
    for exhibit in contents.exhibits {
      let index = UInt64(exhibit.entry - 1)
      files[Self.leaf(exhibit.entry)] = exhibit.leaf
      files[Self.proof(exhibit.entry)] =
        LogProof(index: index, hashes: exhibit.proof, checkpoint: head.bytes).bytes
      if !exhibit.opening.isEmpty {
        files[Self.opening(exhibit.entry)] = exhibit.opening.bytes
      }
    }
    for older in contents.older {
      let size = older.checkpoint.checkpoint.size
      files[Self.older(size)] = older.checkpoint.bytes
      let request = try? AddCheckpointRequest(
        oldSize: size,
        hashes: older.proof,
        checkpoint: head
      )
      files[Self.consistency(size)] = request?.bytes
    }
    self.init(files: files)
    let verifier = BundleVerifier(policy: TrustPolicy(logs: [TrustedLog(key: contents.log)]))
    let findings = try verifier.findings(ofUnfinished: self)
    self.files[Self.page] = EvidencePage(findings, head).bytes
    self.files[Self.manifest] = rebuiltManifest
    _ = try verifier.verify(self)
  }
}
