import GRDB
import TransparencyLog

/// Reads the heads that were signed or are kept outside, and judges what they are worth.
struct CheckpointCheck {
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
      switch take(note, from: "checkpoint", &marks, &genuine) {
      case .taken: break
      case .foreign:
        report(
          .checkpointForeign,
          stored.size,
          "is of another log than the keys that are known here"
        )
      case .forged: report(.checkpointForged, stored.size, "has no genuine signature")
      }
    }
    guard let path = lastHeadPath else { return (marks, genuine) }
    if let lastHead {
      if take(lastHead, from: path, &marks, &genuine) != .taken { foreign(path) }
    } else if !marks.isEmpty, mustHaveLastHead {
      missing(path)
    }
    return (marks, genuine)
  }

  private enum Worth { case taken, foreign, forged }

  /// Takes a head as a mark, if it is genuine, or there is no key to judge it by.
  private func take(
    _ head: SignedCheckpoint,
    from source: String,
    _ marks: inout [TreeCheck.Mark],
    _ genuine: inout Int
  ) -> Worth {
    if !trusted.isEmpty {
      guard head.signer(among: trusted) != nil else {
        let isOurs = trusted.contains { $0.keyName.bytes == head.checkpoint.origin }
        return isOurs ? .forged : .foreign
      }
      genuine += 1
    }
    let (size, root) = (head.checkpoint.size, head.checkpoint.root)
    marks.append(TreeCheck.Mark(size: size, root: root, source: source))
    return .taken
  }

  private func foreign(_ path: String) {
    findings.add(
      ProofFinding(
        .lastHeadForeign,
        object: path,
        "The last head \(path) is another ledger's, or its signature is not genuine."
      )
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
