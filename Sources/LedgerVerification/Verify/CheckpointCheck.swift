import LedgerProof
import GRDB
import Roster
import TransparencyLog

/// Reads the heads that were signed or are stored outside, and checks their signatures.
struct CheckpointCheck {
  let findings: FindingList
  let trusted: [VerifierKey]
  /// The file of the head stored outside the ledger; nil if none is.
  let lastHeadPath: String?
  /// Whether a missing file is a finding.
  let mustHaveLastHead: Bool
  /// The head in that file; nil if the file is missing.
  let lastHead: SignedCheckpoint?

  /// Reads the heads.
  ///
  /// - Returns: The marks with a genuine signature; without a key, those that are well formed.
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

  /// Adds a head as a mark if it is genuine, or if there is no key to check it with.
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
        entry: EntryID(lastOf: size),
        object: "checkpoint",
        "The checkpoint at entry \(size) \(what)."
      )
    )
  }
}
