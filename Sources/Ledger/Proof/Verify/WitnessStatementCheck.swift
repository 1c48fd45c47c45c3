import Evidence
import GRDB
import TransparencyLog

/// Looks at what others said of the signed heads: whether each line of a witness is genuine, and each
/// time stamp is one of the head that it stands with.
///
/// The signature of a time stamping authority is not verified here, but a reply that is not the one
/// that was taken has another digest.
struct WitnessStatementCheck {
  let findings: FindingList

  func run(_ database: Database) throws {
    var notes: [UInt64: [UInt8]] = [:]
    try Checkpoints(database).forEach { notes[$0.size] = $0.note }
    let statements = WitnessStatements(database)
    try statements.forEachCosignature { stored in
      let text = notes[stored.size].flatMap { try? SignedNote(parsing: $0).text }
      guard let text, let parsed = stored.parsed,
        parsed.key.verifies(parsed.line.signature, of: text)
      else {
        return report(.cosignatureForged, stored.size, "cosignature", "A witness's line")
      }
    }
    try statements.forEachTimeStamp { stored in
      let digest = MerkleHash.digest(of: stored.reply).bytes
      let reply = try? TimeStampReply(parsing: stored.reply).granted(for: notes[stored.size] ?? [])
      guard reply != nil, digest == stored.digest else {
        return report(.timeStampForged, stored.size, "time_stamp", "A time stamp")
      }
    }
  }

  private func report(
    _ kind: ProofFinding.Kind,
    _ size: UInt64,
    _ table: String,
    _ what: String
  ) {
    findings.add(
      ProofFinding(
        kind,
        entry: Int64(bitPattern: size),
        object: table,
        "\(what) with the checkpoint at entry \(size) is not genuine, or not of that checkpoint."
      )
    )
  }
}
