import LedgerProof
import Evidence
import GRDB
import Roster
import TransparencyLog

/// Checks the statements of others about signed heads: whether each line of a witness is genuine,
/// and whether each time stamp is for the head that it is stored with.
///
/// It does not verify a time stamping authority's signature, but a reply that was exchanged has
/// another digest.
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
        entry: EntryID(lastOf: size),
        object: table,
        "\(what) with the checkpoint at entry \(size) is not genuine, or not of that checkpoint."
      )
    )
  }
}
