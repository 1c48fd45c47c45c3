import GRDB
import TransparencyLog

/// Reads the heads that were signed or are kept outside, and judges what they are worth.
struct MarkCheck {
  let findings: FindingList
  let trusted: [VerifierKey]
  /// The file of the head that is kept outside of the ledger; nil where none is kept.
  let lastHeadPath: String?
  /// Whether it is a finding that the file is not there.
  let mustHaveLastHead: Bool
  /// What that file held; nil where it is not there.
  let lastHead: SignedCheckpoint?

  /// The marks whose signature is genuine; without a key to judge by, those that are well formed.
  func run(_ database: Database) throws -> (marks: [TreeCheck.Mark], genuine: Int) {
    var marks: [TreeCheck.Mark] = []
    var genuine = 0
    try Checkpoints(database).forEach { stored in
      guard let note = try? SignedCheckpoint(parsing: stored.note),
        note.checkpoint.size == stored.size, note.checkpoint.root == stored.root
      else { return report(.checkpointForged, stored.size, "is not the head that its note signs") }
      guard isTrusted(note, size: stored.size, &genuine) else { return }
      marks.append(
        TreeCheck.Mark(size: stored.size, root: note.checkpoint.root, source: "checkpoint")
      )
    }
    if let path = lastHeadPath { outside(path, hasHeads: !marks.isEmpty, &marks, &genuine) }
    return (marks, genuine)
  }

  private func isTrusted(_ note: SignedCheckpoint, size: UInt64, _ genuine: inout Int) -> Bool {
    guard !trusted.isEmpty else { return true }
    let logs = trusted.map { TrustedLog(key: $0) }
    guard logs.contains(where: { $0.origin == note.checkpoint.origin }) else {
      report(.checkpointForeign, size, "is of another log than the keys that are known here")
      return false
    }
    for log in logs where (try? note.verified(by: log)) != nil {
      genuine += 1
      return true
    }
    report(.checkpointForged, size, "has no genuine signature")
    return false
  }

  private func outside(
    _ path: String,
    hasHeads: Bool,
    _ marks: inout [TreeCheck.Mark],
    _ genuine: inout Int
  ) {
    guard let head = lastHead else {
      if hasHeads, mustHaveLastHead { missing(path) }
      return
    }
    let logs = trusted.map { TrustedLog(key: $0) }
    guard trusted.isEmpty || logs.contains(where: { (try? head.verified(by: $0)) != nil }) else {
      findings.add(
        ProofFinding(
          .lastHeadForeign,
          object: path,
          "The last head \(path) is another ledger's, or its signature is not genuine."
        )
      )
      return
    }
    if !trusted.isEmpty { genuine += 1 }
    marks.append(
      TreeCheck.Mark(size: head.checkpoint.size, root: head.checkpoint.root, source: path)
    )
  }

  private func missing(_ path: String) {
    findings.add(
      ProofFinding(
        .lastHeadMissing,
        object: path,
        "The ledger has signed heads, but the last head \(path) is not there."
      )
    )
  }

  private func report(_ kind: ProofFinding.Kind, _ size: UInt64, _ what: String) {
    findings.add(
      ProofFinding(
        kind,
        entry: Int64(bitPattern: size),
        object: "checkpoint",
        "The checkpoint at entry \(size) \(what)."
      )
    )
  }
}
